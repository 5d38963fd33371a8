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
      const { suspension, snapshot, fn } = hazard.wait;
      const { use, tested } = hazard.late;
      const waiter = fn.name ?? brief(tree, suspension);
      if (tested)
        return {
          span: spanOf(tree, use.at.expression ?? use.at),
          message: `${symbol} gets a task here, an \`await\` after \`${brief(tree, tested)}\` was asked: \`${waiter}\` may have waited by then. Test again in this step.`,
          witness: steps
            .a(tested, 'passes the test')
            .b(snapshot, `takes what ${text} holds now`)
            .b(suspension, `suspends at ${brief(tree, suspension)}`)
            .a(use.at, `adds a task to ${text}, for which nobody waits`)
            .done(),
        };
      return {
        span: spanOf(tree, snapshot),
        message: `${symbol} is waited for once here: a task added during the \`await\` still runs after \`${waiter}\`. Use \`TaskRegistry.idle\`.`,
        witness: steps
          .a(snapshot, `takes what ${text} holds now`)
          .a(suspension, `suspends at ${brief(tree, suspension)}`)
          .b(use.at, `adds a task to ${text}`)
          .a(suspension, "goes on; B's task still runs")
          .done(),
      };
    }
    case 'inherited':
      return {
        span: spanOf(tree, add.at.expression ?? add.at),
        message: `${symbol} is a queue kept by hand: a task waits for the one before it, and fails with it without having run. Use a \`${add.key ? 'KeyedMutex' : 'Mutex'}\`, or catch that failure first.`,
        witness: steps
          .a(add.at, `adds a task to ${text}`)
          .b(hazard.link, "waits for A's task")
          .a(add.value ?? add.at, 'fails')
          .b(hazard.link, 'fails as well, with its own work not done')
          .done(),
      };
    case 'left':
      return {
        span: spanOf(tree, add.at.expression ?? add.at),
        message: `${symbol} is waited for, but not where \`${brief(tree, hazard.test)}\` lets \`${hazard.wait.fn.name ?? 'the function'}\` leave: its tasks go on after that. Wait in a \`finally\`, or use a \`TaskGroup\`.`,
        witness: steps
          .a(add.at, `adds a task to ${text}`)
          .a(hazard.test, `leaves, with no wait for ${text}`)
          .b(add.value ?? add.at, 'still runs')
          .done(),
      };
  }
}
