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
  private hasWorkspace = false;
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

  /** Nothing is known of the file any more. */
  unknown(key: string): void {
    const known = [this.live.delete(key), this.workspace.delete(key)];
    if (known.includes(true)) this.onChange(key);
  }

  /** What was found under another configuration, or by another compiler, holds no longer. */
  workspaceUnknown(): void {
    this.workspaceChecked(new Map());
    this.hasWorkspace = false;
  }

  /** `keep`: it is saved, and so what was found still holds. Kept only among the findings of a whole workspace. */
  closed(key: string, keep: boolean): void {
    const last = this.live.get(key);
    if (!last) return;
    this.live.delete(key);
    if (keep && this.hasWorkspace) this.workspace.set(key, { ...last, version: undefined });
    this.onChange(key);
  }

  /** A file changed, or went, without an editor; or a folder went. */
  changed(key: string): void {
    const under = [...this.workspace.keys()].filter((each) => each === key || each.startsWith(`${key}/`));
    for (const each of under) if (this.workspace.delete(each) && !this.live.has(each)) this.onChange(each);
  }

  workspaceChecked(byKey: ReadonlyMap<string, Pick<FileFindings, 'findings' | 'problems'>>): void {
    const before = this.workspace;
    const closed = [...byKey].filter(([key]) => !this.live.has(key));
    this.workspace = new Map(closed.map(([key, found]) => [key, { ...found, version: undefined }]));
    this.hasWorkspace = true;
    for (const key of new Set([...before.keys(), ...byKey.keys()])) if (!this.live.has(key)) this.onChange(key);
  }
}
