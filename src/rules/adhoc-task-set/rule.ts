/** RG313: promises that are added to a collection and take themselves out of it when they end. */
import type { Report, Rule, RuleContext } from '../../core/rule.ts';
import { type Collection, collectionsOf } from '../../core/tasks/collections.ts';
import { holdsPromises } from '../../core/tasks/promises.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { fixesOf } from './fix.ts';
import { type Hazard, hazardOf } from './hazards.ts';

export const rule: Rule = {
  meta: {
    id: 'adhoc-task-set',
    code: 'RG313',
    preset: 'recommended',
    severity: 'info',
    summary: 'Add, then delete in `finally`: a set of tasks kept by hand loses failures and late tasks.',
    rewrite: '`TaskRegistry`',
    origin: 'RxPyLangGraphBridge',
  },
  run(context) {
    const { facts, config } = context;
    for (const collection of collectionsOf(facts)) {
      if (!collection.uses.some((use) => use.kind === 'remove')) continue;
      const hazard = hazardOf(facts, collection, config);
      if (!hazard || !holdsPromises(context, collection)) continue;
      context.report({ ...describe(context, collection, hazard), fixes: () => fixesOf(context, collection, hazard) });
    }
  },
};

function describe({ facts }: RuleContext, collection: Collection, hazard: Hazard): Report {
  const { tree } = facts;
  const { text } = collection.location;
  const symbol = `\`${text}\``;
  const { add, remove } = hazard.completion;
  const steps = new Steps(facts);
  switch (hazard.kind) {
    case 'derived': {
      const chain = hazard.completion.chain!;
      const link = `\`.${chain.expression?.name?.text}\``;
      return {
        span: spanOf(tree, chain.expression!),
        message: `${symbol} is kept by hand: when a task fails, the promise that ${link} returns here rejects too, and nobody handles it. Use \`TaskRegistry.track\`.`,
        witness: steps
          .a(add.at, `adds a task to ${text}`)
          .a(add.value ?? add.at, `fails: ${brief(tree, add.value ?? add.at)} rejects`)
          .a(remove.at, `takes it out of ${text}`)
          .a(hazard.chain, 'rejects as well, with no handler')
          .done(),
      };
    }
    case 'unobserved':
      steps
        .a(add.at, `adds a task to ${text}, which alone has its promise`)
        .a(add.value ?? add.at, 'fails while nobody waits: the rejection is unhandled');
      return {
        span: spanOf(tree, add.at.expression ?? add.at),
        message: `${symbol} alone has the task's promise: one that fails before it is waited for is an unhandled rejection. Use \`TaskRegistry.track\`.`,
        witness: hazard.wait
          ? steps.b(hazard.wait.suspension, 'comes too late to handle it').done()
          : steps.a(remove.at, `takes it out of ${text}`).done(),
      };
    case 'late': {
      const { suspension, snapshot } = hazard.wait;
      return {
        span: spanOf(tree, snapshot),
        message: `${symbol} is waited for once here: a task added during the \`await\` still runs after \`${hazard.wait.fn.name ?? brief(tree, suspension)}\`. Use \`TaskRegistry.idle\`.`,
        witness: steps
          .a(snapshot, `takes what ${text} holds now`)
          .a(suspension, `suspends at ${brief(tree, suspension)}`)
          .b(hazard.late.use.at, `adds a task to ${text}`)
          .a(suspension, "goes on; B's task still runs")
          .done(),
      };
    }
    case 'none':
      return {
        span: spanOf(tree, add.at.expression ?? add.at),
        message: `${symbol} is a registry of tasks kept by hand: failures, late tasks and reused keys are for every user of it to think of. Use \`TaskRegistry\`.`,
        witness: steps
          .a(add.at, `adds a task to ${text}`)
          .a(remove.at, `takes it out of ${text} when it ends`)
          .b(add.at, 'adds another, whom nobody may be waiting for')
          .done(),
      };
  }
}
