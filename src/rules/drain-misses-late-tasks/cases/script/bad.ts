/** A global script imports nothing. */
var uploads: Promise<void>[] = [];

addEventListener('drop', () => {
  uploads.push(upload());
});

addEventListener('pagehide', async () => {
  await Promise.all(uploads);
  uploads = [];
  // <- RG314 `uploads` is cleared here after awaiting a copy of it
});

async function upload(): Promise<void> {
  await fetch('/upload', { method: 'POST' });
}
