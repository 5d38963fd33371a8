/** Asks the plugin in TypeScript's server, which lends us the program that it holds anyway. */
import * as vscode from 'vscode';
import type { CheckAnswer, FixAnswer, FixRequest } from '../../protocol/messages.ts';
import { type PluginRequests, type PluginSettings, pluginName } from '../../protocol/plugin.ts';
import { errorMessage } from '../errors.ts';
import { type FindingSource, Gone, Interrupted } from './source.ts';

const extensionId = 'vscode.typescript-language-features';

/** As the TypeScript extension exports it. */
interface TypeScriptExtension {
  getAPI(version: 0): { configurePlugin(name: string, settings: PluginSettings): void } | undefined;
}

/** As `typescript.tsserverRequest` returns it. */
interface Response {
  readonly type: 'response' | 'cancelled' | 'noContent' | 'noServer';
  readonly body?: unknown;
}

export class TsServer implements FindingSource {
  readonly name = 'its server';
  private configured: Promise<void> | undefined;

  async check(document: vscode.TextDocument, signal: AbortSignal): Promise<CheckAnswer> {
    return this.request('_raceguard/check', document, {}, signal);
  }

  async fix(document: vscode.TextDocument, request: FixRequest, signal: AbortSignal): Promise<FixAnswer> {
    return this.request('_raceguard/fix', document, request, signal);
  }

  private async request<C extends keyof PluginRequests>(
    command: C,
    document: vscode.TextDocument,
    args: object,
    signal: AbortSignal,
  ): Promise<PluginRequests[C]['body']> {
    this.configured ??= configure();
    await this.configured;
    const source = new vscode.CancellationTokenSource();
    const cancel = () => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      // Behind all that the user waits for, on the server that knows types, and void once the text changes.
      const config = { isAsync: false, lowPriority: true, executionTarget: 0, cancelOnResourceChange: document.uri };
      const response = await vscode.commands.executeCommand<Response | undefined>(
        'typescript.tsserverRequest',
        command,
        // A Uri becomes the name that the server knows the file by.
        { ...args, file: document.uri },
        config,
        source.token,
      );
      return bodyOf<C>(response);
    } catch (error) {
      throw told(error);
    } finally {
      signal.removeEventListener('abort', cancel);
      source.dispose();
    }
  }
}

/** The findings are shown by us, with links and witnesses, so the plugin adds none to TypeScript's own. */
async function configure(): Promise<void> {
  const extension = vscode.extensions.getExtension<TypeScriptExtension>(extensionId);
  if (!extension) throw new Gone('the TypeScript extension of the editor is disabled or missing');
  const api = (await extension.activate()).getAPI?.(0);
  if (!api) throw new Gone('the TypeScript extension has another interface than Raceguard knows');
  api.configurePlugin(pluginName, { diagnostics: 'host' });
}

function bodyOf<C extends keyof PluginRequests>(response: Response | undefined): PluginRequests[C]['body'] {
  if (response?.type === 'response' && response.body) return response.body as PluginRequests[C]['body'];
  if (response?.type === 'cancelled') throw new Interrupted('TypeScript cancelled the request');
  throw new Interrupted(`TypeScript's server gave no answer (${response?.type ?? 'nothing'})`);
}

function told(error: unknown): unknown {
  const message = errorMessage(error);
  if (/command 'typescript\.tsserverRequest' not found/.test(message))
    return new Gone("TypeScript's server isn't running");
  if (/Unrecognized JSON command/.test(message)) return new Gone("the plugin isn't loaded in TypeScript's server");
  // The server died or was restarted: it did not answer with an error of its own.
  if (!message.includes('TypeScript Server Error')) return new Interrupted(message);
  // First comes which server it was, then what went wrong, then the stack inside that server.
  const [server, said] = message.split('\n');
  const failure = new Error(
    `TypeScript's server failed over the request: ${said ?? server}. Raceguard: Restart starts it anew; please report it.`,
  );
  failure.stack = message;
  return failure;
}
