/** The walk itself: which room a node belongs to. `self` is what `this` stands for there. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Scope, ThisOwner } from '../facts.ts';
import { visitClass } from './classes.ts';
import { exportVariables, noteCommonJsExport, noteExportDeclaration, visitExportAssignment } from './exports.ts';
import { visitFunctionDeclaration, visitFunctionExpression } from './functions.ts';
import { visitImport, visitImportEquals } from './imports.ts';
import { bind, bindPattern, visitVariables } from './names.ts';
import { visitObject } from './objects.ts';
import { visitAccess, visitCall } from './uses.ts';
import type { Walk } from './walk.ts';

const skipped = new Set<number>([
  K.Unknown,
  K.TypeReference,
  K.UnionType,
  K.ArrayType,
  K.LiteralType,
  K.ParenthesizedType,
  K.TypeOperator,
  K.InterfaceDeclaration,
  K.TypeAliasDeclaration,
  K.IndexSignature,
  K.UndefinedKeyword,
  K.AnyKeyword,
  K.StringKeyword,
  K.NumberKeyword,
  K.BooleanKeyword,
  K.JsxClosingElement,
  K.JsxText,
  K.BreakStatement,
  K.ContinueStatement,
  K.MetaProperty,
]);

export function visitAll(
  walk: Walk,
  nodes: readonly Node[] | undefined,
  scope: Scope,
  self: ThisOwner | undefined,
): void {
  if (nodes) for (const node of nodes) visit(walk, node, scope, self);
}

export function visitChildren(walk: Walk, node: Node, scope: Scope, self: ThisOwner | undefined): void {
  node.forEachChild((child) => {
    visit(walk, child, scope, self);
    return undefined;
  });
}

export function visit(walk: Walk, node: Node, scope: Scope, self: ThisOwner | undefined): void {
  const k = walk.kind(node);
  if (skipped.has(k)) return;
  switch (k) {
    case K.Identifier:
      walk.addIdentifier(node);
      return;
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
      visitAccess(walk, node, scope, self);
      return;
    case K.CallExpression:
    case K.NewExpression:
      visitCall(walk, node, scope, self);
      return;
    case K.FunctionDeclaration:
      visitFunctionDeclaration(walk, node, scope);
      return;
    case K.FunctionExpression:
    case K.ArrowFunction:
      visitFunctionExpression(walk, node, scope, self);
      return;
    case K.ClassDeclaration:
    case K.ClassExpression:
      visitClass(walk, node, scope, self);
      return;
    case K.ObjectLiteralExpression:
      visitObject(walk, node, scope, self);
      return;
    case K.VariableStatement:
      visitVariables(walk, node.declarationList!, scope, self);
      if (walk.hasModifier(node, K.ExportKeyword)) exportVariables(walk, node.declarationList);
      return;
    case K.VariableDeclarationList:
      visitVariables(walk, node, scope, self);
      return;
    case K.ImportDeclaration:
      visitImport(walk, node, scope);
      return;
    case K.ImportEqualsDeclaration:
      visitImportEquals(walk, node, scope);
      return;
    case K.ExportDeclaration:
      noteExportDeclaration(walk, node);
      return;
    case K.ExportAssignment:
      visitExportAssignment(walk, node, scope, self);
      return;
    case K.EnumDeclaration:
      if (node.name) bind(walk, node.name, 'other', node, scope);
      return;
    case K.ModuleDeclaration:
      if (node.name) bind(walk, node.name, 'other', node, scope);
      if (node.body && walk.kind(node.body) === K.ModuleBlock)
        visitAll(walk, node.body.statements, walk.addScope(node, scope.fn, scope), undefined);
      return;
    case K.Block:
    case K.CaseBlock:
    case K.ForStatement:
    case K.ForInStatement:
    case K.ForOfStatement:
      if (node.awaitModifier) scope.fn.suspends = true;
      visitChildren(walk, node, walk.addScope(node, scope.fn, scope), self);
      return;
    case K.CatchClause: {
      const inner = walk.addScope(node, scope.fn, scope);
      const { variableDeclaration, block } = node;
      if (variableDeclaration?.name)
        bindPattern(
          walk,
          { kind: 'catch', scope: inner, self },
          variableDeclaration.name,
          variableDeclaration,
          undefined,
        );
      if (block) visit(walk, block, inner, self);
      return;
    }
    case K.LabeledStatement:
      visit(walk, node.statement!, scope, self);
      return;
    case K.ExpressionWithTypeArguments:
      visit(walk, node.expression!, scope, self);
      return;
    case K.PropertyAssignment:
      if (node.name && walk.kind(node.name) === K.ComputedPropertyName) visit(walk, node.name, scope, self);
      if (node.initializer) visit(walk, node.initializer, scope, self);
      return;
    case K.ShorthandPropertyAssignment:
      if (node.name) walk.addIdentifier(node.name);
      if (node.objectAssignmentInitializer) visit(walk, node.objectAssignmentInitializer, scope, self);
      return;
    case K.JsxAttribute:
      if (node.initializer) visit(walk, node.initializer, scope, self);
      return;
    case K.AwaitExpression:
      scope.fn.suspends = true;
      break;
    case K.YieldExpression:
      if (scope.fn.async) scope.fn.suspends = true;
      break;
    case K.BinaryExpression:
      noteCommonJsExport(walk, node);
      break;
  }
  visitChildren(walk, node, scope, self);
}
