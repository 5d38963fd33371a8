#!/usr/bin/env node
// @ts-check
/* eslint-disable no-console */
import { Lazy } from '@raceguard/runtime';

interface Tunnel {
	readonly url: string;
	close(): void;
}

declare function openTunnel(port: number): Promise<Tunnel>;

const lazyTunnel = new Lazy<Tunnel>();

export async function urlOf(port: number): Promise<string> {
	const tunnel = await lazyTunnel.get(() => openTunnel(port));
	return tunnel.url;
}

export function close(): void {
	const tunnel = lazyTunnel.peek();
	if (tunnel) tunnel.close();
	lazyTunnel.reset();
}
