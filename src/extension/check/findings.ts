/**
 * What is known of every file: from the check of the text that stands in an editor, else from the last check of the
 * workspace. The second kind lasts until the file changes.
 */
import type { CheckAnswer, WireFinding, WireProblem } from '../../protocol/messages.ts';

export interface FileFindings {
  readonly findings: readonly WireFinding[];
  readonly problems: readonly WireProblem[];
  /** Of the document that was checked; undefined: from a check of the workspace. */
  readonly version: number | undefined;
}

export type Checked = Extract<CheckAnswer, { state: 'checked' }>;

/** Keys are URIs as text. */
export class Findings {
  private readonly live = new Map<string, FileFindings>();
  private workspace = new Map<string, FileFindings>();
  /** Told of every key of which something else is known now. */
  onChange: (key: string) => void = () => {};

  of(key: string): FileFindings | undefined {
    return this.live.get(key) ?? this.workspace.get(key);
  }

  /** An open document was checked. */
  checked(key: string, version: number, { findings, problems }: Pick<Checked, 'findings' | 'problems'>): void {
    this.live.set(key, { findings, problems, version });
    this.workspace.delete(key);
    this.onChange(key);
  }

  /** Nothing is known of the open document any more. */
  unknown(key: string): void {
    if (this.live.delete(key)) this.onChange(key);
  }

  /** `keep`: it is saved, and so what was found still holds. Kept only among the findings of a whole workspace. */
  closed(key: string, keep: boolean): void {
    const last = this.live.get(key);
    if (!last) return;
    this.live.delete(key);
    if (keep && this.hasWorkspace) this.workspace.set(key, { ...last, version: undefined });
    this.onChange(key);
  }

  /** A file changed, or went, without an editor. */
  changed(key: string): void {
    if (this.workspace.delete(key) && !this.live.has(key)) this.onChange(key);
  }

  workspaceChecked(byKey: ReadonlyMap<string, Pick<FileFindings, 'findings' | 'problems'>>): void {
    const before = this.workspace;
    this.workspace = new Map([...byKey].map(([key, found]) => [key, { ...found, version: undefined }]));
    this.hasWorkspace = true;
    for (const key of new Set([...before.keys(), ...byKey.keys()])) if (!this.live.has(key)) this.onChange(key);
  }

  clear(): void {
    const keys = new Set([...this.live.keys(), ...this.workspace.keys()]);
    this.live.clear();
    this.workspace.clear();
    this.hasWorkspace = false;
    for (const key of keys) this.onChange(key);
  }

  private hasWorkspace = false;
}
