import { Lazy } from '@raceguard/runtime';

interface Channel {
  publish(message: string): Promise<void>;
  close(): Promise<void>;
}

declare function openChannel(name: string): Promise<Channel>;

export class Publisher {
  private readonly channel = new Lazy<Channel>();

  publish = async (message: string): Promise<void> => {
    const channel = await this.channel.get(() => openChannel('events'));
    await channel.publish(message);
  };

  close = async (): Promise<void> => {
    const channel = this.channel.peek();
    this.channel.reset();
    await channel?.close();
  };
}

const audit = new Lazy<Channel>();

export const getAudit = async (): Promise<Channel> => audit.get(() => openChannel('audit'));

export const hasAudit = (): boolean => !!audit.peek();
