interface Panel {
  show(): void;
  dispose(): void;
}

declare function createPanel(): Promise<Panel>;

let panel: Panel | undefined;

async function showPanel(): Promise<void> {
  if (!panel) {
  //   ^^^^^ RG101 `panel` can be initialised twice
    panel = await createPanel();
  }
  panel.show();
}

document.addEventListener('click', () => void showPanel());
