/**
 * Findings among TypeScript's own diagnostics and code fixes, for editors that ask nothing but TypeScript. Everything
 * else of the language service passes through untouched, and so does everything while the host shows them itself.
 */
import type ts from 'typescript-classic';
import type { TypeScript } from '../compilers/classic.ts';
import type { Span, TextEdit } from '../core/finding.ts';
import { Budget } from './budget.ts';
import type { Checked } from './project-checker.ts';
import type { Served } from './served.ts';

type Service = ts.LanguageService;

/** Milliseconds between two pieces of a check that did not end within its budget. */
const restMs = 20;

export function decorate(typescript: TypeScript, info: ts.server.PluginCreateInfo, served: Served): Service {
  const { languageService: theirs, project } = info;
  const publishes = () => served.settingsOf(project).diagnostics === 'plugin';
  let resting = false;

  const find = (fileName: string): Checked | undefined => {
    const script = project.projectService.getScriptInfo(fileName);
    if (!script?.isScriptOpen() || !project.languageServiceEnabled) return undefined;
    const { budgetMs = 0 } = served.settingsOf(project);
    const found = served
      .of(project)
      .find(script.fileName, new Budget(budgetMs, project.projectService.cancellationToken));
    if (!found) goOnLater();
    return typeof found === 'object' ? found : undefined;
  };

  /** The editor is told to ask again: the next piece of the check is done then. */
  const goOnLater = (): void => {
    if (resting) return;
    resting = true;
    const timer = setTimeout(() => {
      resting = false;
      if (!project.isClosed()) project.refreshDiagnostics();
    }, restMs);
    timer.unref?.();
  };

  /** What is added to an answer of TypeScript's; nothing where that fails. */
  const added = <T>(work: () => readonly T[]): readonly T[] => {
    if (!publishes()) return [];
    try {
      return work();
    } catch (error) {
      served.fail(error);
      return [];
    }
  };

  const mine: Partial<Service> = {
    getSemanticDiagnostics(fileName) {
      const own = theirs.getSemanticDiagnostics(fileName);
      const more = added(() => diagnostics(typescript, theirs.getProgram(), fileName, find(fileName)));
      return more.length ? [...own, ...more] : own;
    },
    getCodeFixesAtPosition(fileName, start, end, codes, ...rest) {
      const own = theirs.getCodeFixesAtPosition(fileName, start, end, codes, ...rest);
      const more = added(() => codeFixes(find(fileName), { start, end }, codes));
      return more.length ? [...own, ...more] : own;
    },
    getSupportedCodeFixes(...args) {
      const own = theirs.getSupportedCodeFixes(...args);
      const more = added(() => served.codes.map((code) => String(numberOf({ code }))));
      return more.length ? [...own, ...more] : own;
    },
    dispose() {
      served.forget(project);
      theirs.dispose();
    },
  };
  const proxy = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(theirs) as (keyof Service)[]) {
    const method: unknown = mine[name] ?? theirs[name];
    proxy[name] = typeof method === 'function' && !mine[name] ? method.bind(theirs) : method;
  }
  return proxy as unknown as Service;
}

function diagnostics(
  typescript: TypeScript,
  program: ts.Program | undefined,
  fileName: string,
  found: Checked | undefined,
): readonly ts.Diagnostic[] {
  const file = program?.getSourceFile(fileName);
  if (!program || !file || !found) return [];
  const kinds = typescript.DiagnosticCategory;
  const category = { error: kinds.Error, warning: kinds.Warning, info: kinds.Message };
  return found.findings.map((finding) => ({
    source: 'raceguard',
    code: numberOf(finding),
    category: category[finding.severity],
    messageText: finding.message,
    file,
    ...range(finding.span),
    relatedInformation: finding.witness.map((step, i) => ({
      category: kinds.Message,
      code: 0,
      messageText: `${i + 1}  ${step.invocation}  ${step.text}`,
      file: program.getSourceFile(step.file),
      ...range(step.span),
    })),
  }));
}

function codeFixes(found: Checked | undefined, asked: Span, codes: readonly number[]): readonly ts.CodeFixAction[] {
  const findings = (found?.findings ?? []).filter(
    (f) => codes.includes(numberOf(f)) && f.span.start <= asked.end && asked.start <= f.span.end,
  );
  return findings.flatMap((finding) =>
    finding.fixes.map((fix) => ({
      fixName: `raceguard-${finding.rule}`,
      description: fix.title,
      changes: changesOf(fix.edits()),
    })),
  );
}

function changesOf(edits: readonly TextEdit[]): ts.FileTextChanges[] {
  const files = [...new Set(edits.map((edit) => edit.file))];
  return files.map((fileName) => ({
    fileName,
    textChanges: edits
      .filter((edit) => edit.file === fileName)
      .map((edit) => ({ span: range(edit), newText: edit.text })),
  }));
}

/** `RG101` is 101: TypeScript's codes are numbers, and its own start at 1000. */
function numberOf({ code }: { readonly code: string }): number {
  return Number(code.slice(2));
}

function range({ start, end }: Span): { start: number; length: number } {
  return { start, length: end - start };
}
