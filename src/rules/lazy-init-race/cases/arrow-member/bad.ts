interface Channel {
  publish(message: string): Promise<void>;
  close(): Promise<void>;
}

declare function openChannel(name: string): Promise<Channel>;

export class Publisher {
  private channel: Channel | undefined;

  publish = async (message: string): Promise<void> => {
    if (!this.channel) this.channel = await openChannel('events');
    //   ^^^^^^^^^^^^ RG101 `this.channel` can be initialised twice
    await this.channel.publish(message);
  };

  close = async (): Promise<void> => {
    const channel = this.channel;
    this.channel = undefined;
    await channel?.close();
  };
}

let audit: Channel | undefined;

export const getAudit = async (): Promise<Channel> => (audit ??= await openChannel('audit'));
//                                                     ^^^^^ RG101 `audit` can be initialised twice

export const hasAudit = (): boolean => !!audit;
