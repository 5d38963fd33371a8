import { Mutex } from '@raceguard/runtime';

const profileMutex = new Mutex();

interface Profile {
  readonly tags: readonly string[];
}

declare function loadProfile(): Promise<Profile>;
declare function saveProfile(profile: Profile): Promise<void>;
declare global {
  namespace JSX {
    interface IntrinsicElements {
      tags: { onAdd: (tag: string) => void };
    }
  }
}

/** Two clicks fit into the time a server takes. */
async function addTag(tag: string): Promise<void> {
  await profileMutex.runExclusive(async () => {
    const profile = await loadProfile();
    await saveProfile({ ...profile, tags: [...profile.tags, tag] });
  });
}

export function Tags() {
  return <tags onAdd={(tag) => addTag(tag)} />;
}
