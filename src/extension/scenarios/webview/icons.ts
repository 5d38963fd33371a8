/** Signs on buttons, drawn: letters that look alike are coloured pictures on some systems. */
import { set } from './dom.ts';

const paths = {
  first: 'M4 3v10M13 3 7 8l6 5',
  previous: 'M10.5 3 5 8l5.5 5',
  next: 'M5.5 3 11 8l-5.5 5',
  last: 'M12 3v10M3 3l6 5-6 5',
  play: 'M5 3.2v9.6L12.5 8z',
  pause: 'M5.5 3v10M10.5 3v10',
} as const;

export type IconName = keyof typeof paths;

const namespace = 'http://www.w3.org/2000/svg';

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  const path = document.createElementNS(namespace, 'path');
  const look = name === 'play' ? 'sign filled' : 'sign';
  set(svg, { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', class: look });
  set(path, { d: paths[name] });
  svg.append(path);
  return svg;
}
