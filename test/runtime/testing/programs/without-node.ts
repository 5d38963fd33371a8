// What a browser lacks is taken away before the explorer loads. Prints what it finds all the same.
const host = globalThis as Record<string, unknown>;
for (const name of process.argv.slice(2)) {
  if (name === 'getBuiltinModule') Object.assign(process, { getBuiltinModule: undefined });
  else delete host[name];
}
const { findings } = await import('./findings.ts');
console.log(JSON.stringify(await findings()));
