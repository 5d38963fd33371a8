#!/usr/bin/env node
// @ts-check
/* eslint-disable no-console */

interface Tunnel {
	readonly url: string;
	close(): void;
}

declare function openTunnel(port: number): Promise<Tunnel>;

let tunnel: Tunnel | null = null;

export async function urlOf(port: number): Promise<string> {
	if (tunnel === null) {
 //  ^^^^^^^^^^^^^^^ RG101 `tunnel` can be initialised twice
		tunnel = await openTunnel(port);
	}
	return tunnel.url;
}

export function close(): void {
	if (tunnel) tunnel.close();
	tunnel = null;
}
