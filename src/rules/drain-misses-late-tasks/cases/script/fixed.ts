/** A global script imports nothing. */
var uploads: Promise<void>[] = [];

addEventListener('drop', () => {
  uploads.push(upload());
});

addEventListener('pagehide', async () => {
  while (uploads.length > 0) await Promise.all(uploads.splice(0));
});

async function upload(): Promise<void> {
  await fetch('/upload', { method: 'POST' });
}
