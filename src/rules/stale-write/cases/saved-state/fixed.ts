import { Mutex, KeyedMutex } from '@raceguard/runtime';

const profileMutex = new KeyedMutex<string>();

const historyMutex = new Mutex();

interface Entry {
  readonly at: number;
  readonly text: string;
}

declare function loadHistory(): Promise<Entry[]>;
declare function saveHistory(entries: readonly Entry[]): Promise<void>;

interface Profiles {
  readProfile(user: string): Promise<Record<string, string>>;
  writeProfile(user: string, profile: Record<string, string>): Promise<void>;
}

export class Journal {
  constructor(source: EventTarget, profiles: Profiles) {
    source.addEventListener('line', () => this.add('a line'));
    source.addEventListener('name', () => this.rename(profiles, 'someone', 'a name'));
  }

  private async add(text: string): Promise<void> {
    await historyMutex.runExclusive(async () => {
      const entries = await loadHistory();
      await saveHistory([...entries, { at: Date.now(), text }]);
    });
  }

  private async rename(profiles: Profiles, user: string, name: string): Promise<void> {
    await profileMutex.runExclusive(user, async () => {
      const { ...profile } = await profiles.readProfile(user);
      profile.name = name;
      await profiles.writeProfile(user, profile);
    });
  }
}
