/** Opens projects for tests and says of trees and answers what two compilers must agree on. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Project } from '../../src/compilers/compiler.ts';
import { type OpenOptions, openProject } from '../../src/compilers/open.ts';
import { baseName, folderOf, slashes } from '../../src/compilers/paths.ts';
import type { Answer, DeclarationKey, Question, TypeAnswer } from '../../src/core/answers.ts';
import { K, type KindName, type Node, type SourceTree } from '../../src/core/syntax.ts';

export const projects = slashes(fileURLToPath(new URL('../projects', import.meta.url)));

export function openConfig(configFile: string, options: OpenOptions = {}): Project {
  return openProject({ configFile, folder: folderOf(configFile) }, options);
}

const kindNames = Object.fromEntries(Object.entries(K).map(([name, kind]) => [kind, name])) as Record<number, KindName>;

export interface Visited {
  readonly kind: KindName;
  readonly pos: number;
  readonly end: number;
  readonly text: string | undefined;
}

/** Preorder, with kinds in core's terms. */
export function visited(tree: SourceTree): Visited[] {
  return nodesOf(tree).map((node) => {
    const kind = kindNames[tree.kind(node)] ?? 'Unknown';
    const text =
      kind === 'Identifier' || kind === 'StringLiteral' || kind === 'PrivateIdentifier' ? node.text : undefined;
    return { kind, pos: node.pos, end: node.end, text };
  });
}

export function nodesOf(tree: SourceTree): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    found.push(node);
    node.forEachChild(visit);
  };
  visit(tree.root);
  return found;
}

const typed: ReadonlySet<number> = new Set([
  ...[K.VariableDeclaration, K.PropertyDeclaration, K.Parameter, K.BindingElement, K.FunctionDeclaration],
  ...[K.MethodDeclaration, K.GetAccessor],
]);
const expressions: ReadonlySet<number> = new Set([
  K.CallExpression,
  K.AwaitExpression,
  K.NewExpression,
  K.BinaryExpression,
]);

/** What rules ask about: types of declared names, of calls and what is awaited; symbols of callees and members. */
export function questionsOf(tree: SourceTree): Question[] {
  const questions: Question[] = [];
  for (const node of nodesOf(tree)) {
    const kind = tree.kind(node);
    if (typed.has(kind) && node.name && tree.kind(node.name) === K.Identifier)
      questions.push({ ask: 'type', node: node.name });
    if (expressions.has(kind)) questions.push({ ask: 'type', node });
    if ((kind === K.CallExpression || kind === K.NewExpression) && node.expression) {
      questions.push({ ask: 'symbol', node: node.expression }, { ask: 'type', node: node.expression });
    }
    if (kind === K.ShorthandPropertyAssignment && node.name) questions.push({ ask: 'symbol', node: node.name });
    if (kind === K.PropertyAccessExpression) questions.push({ ask: 'symbol', node });
  }
  return questions;
}

const typeFields = [
  ...['unknown', 'promise', 'asyncIterable', 'primitive', 'nullable', 'callable', 'collection', 'cancellation', 'name'],
  ...['declared', 'package', 'disposer', 'text', 'printable', 'awaitedText'],
] as const;
const symbolFields = ['unknown', 'name', 'declarations', 'package'] as const;

/**
 * All fields of an answer. Of declarations in dependencies and libraries only the file's name, as versions differ; no
 * text that can't be used, as the compilers word those differently.
 */
export function plain(answer: Answer): Record<string, unknown> {
  const fields = answer.ask === 'type' ? typeFields : symbolFields;
  return Object.fromEntries(
    fields.map((field) => {
      const value = answer[field as keyof Answer] as unknown;
      if (field === 'text' && !(answer as TypeAnswer).printable) return [field, '…'];
      if (field === 'declared') return [field, value && place(value as DeclarationKey)];
      return [field, field === 'declarations' ? (value as DeclarationKey[]).map(place) : value];
    }),
  );
}

function place({ file, pos }: { file: string; pos: number } | DeclarationKey): string {
  return file.includes('/node_modules/') ? baseName(file) : `${file}:${pos}`;
}

/** The question's text, to name it in a failure. */
export function wording(tree: SourceTree, { ask, node }: Question): string {
  const line = tree.text.slice(0, node.end).split('\n').length;
  return `${baseName(tree.fileName)}:${line} ${ask} of ${tree.text.slice(node.pos, node.end).trim().slice(0, 80)}`;
}

/** The only question of that kind about the text; fails when it isn't there. */
export function ask<A extends 'type' | 'symbol'>(
  project: Project,
  file: string,
  kind: A,
  text: string,
): Extract<Answer, { ask: A }> {
  const tree = project.tree(file);
  if (!tree) throw new Error(`${file} is not in the project`);
  const node = nodesOf(tree).find((n) => tree.text.slice(n.pos, n.end).trim() === text);
  if (!node) throw new Error(`${file} has no node that reads ${text}`);
  return project.answer(tree, [{ ask: kind, node }])[0] as Extract<Answer, { ask: A }>;
}

/** A folder of real projects on the developer's machine, for the tests that want one. */
export const corpus =
  process.env.RACEGUARD_CORPUS && existsSync(process.env.RACEGUARD_CORPUS) ? process.env.RACEGUARD_CORPUS : undefined;
