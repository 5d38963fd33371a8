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
  const profile = await loadProfile();
  await saveProfile({ ...profile, tags: [...profile.tags, tag] });
  //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `saveProfile(…)` writes back what `loadProfile()` read before
}

export function Tags() {
  return <tags onAdd={(tag) => addTag(tag)} />;
}
