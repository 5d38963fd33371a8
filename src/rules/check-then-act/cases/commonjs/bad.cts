declare function check(name: string): Promise<void>;

interface Job {
  readonly name: string;
}

const jobs: Job[] = [];
const limit = 8;

async function add(name: string): Promise<boolean> {
  if (jobs.length < limit) {
  //  ^^^^^^^^^^^^^^^^^^^ RG104 `jobs.length` can pass its limit: it is tested before `await check(name)`, and `jobs.push({ name })` comes after it
    await check(name);
    jobs.push({ name });
    return true;
  }
  return false;
}

exports.addAll = async (names: readonly string[]): Promise<void> => {
  await Promise.all(names.map((name) => add(name)));
};
