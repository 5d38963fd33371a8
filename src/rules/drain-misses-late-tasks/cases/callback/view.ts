export interface View {
  readonly name: string;
}

export declare function mount(view: View | undefined): void;

export declare function h(name: string, properties: object): View;

export declare namespace h {
  namespace JSX {
    type Element = View;
    interface ElementChildrenAttribute {
      children: unknown;
    }
    interface IntrinsicElements {
      button: { onClick: () => void; children: string };
    }
  }
}
