import type { Mutex } from '../../../runtime/src/index.ts';
import type { Scenario } from '../scenario.ts';

export const scenario: Scenario<typeof import('./unsafe.ts')> = {
  title: 'A deploy fails, and the next one waits for ever',
  story:
    'Deploys of a site take turns by a lock. One fails while it uploads, and tells so; but the line that gives the lock ' +
    'back stands behind the upload and is never reached. The repaired version is deployed, and nothing happens: no ' +
    'error, no log, no processor time, until somebody restarts the service. The test of the failure looks at the error ' +
    'and ends; it does not try to deploy again.',
  rules: ['RG501'],
  drives: [
    {
      hazard: 'the next deploy waits for ever',
      failure: /^deadlock: .*\bv2\b/s,
      async program(t, load) {
        const { Deployer } = load();
        const upload = (version: string) => {
          if (version === 'v1') throw new Error('connection reset');
          return `/srv/${version}`;
        };
        const deployer = new Deployer({
          upload: t.wrap(upload, { name: 'upload', park: 'return' }),
          switchTo: t.wrap(async (_: string) => {}, { name: 'switch', park: 'return' }),
        });
        const lock = Reflect.get(deployer, 'turn') as Mutex;
        t.watch('locked', () => lock.locked);
        t.watch(deployer, 'turn');
        t.task('v1', () => deployer.deploy('v1').catch(() => t.note('the deploy is over')));
        t.task('v2', () => deployer.deploy('v2'));
        await t.all();
        if (deployer.version !== 'v2') throw new Error(`${deployer.version} is live`);
      },
    },
  ],
};
