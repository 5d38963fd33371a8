/** Measures of a picture, in CSS pixels. */

/** Width of one column at the size of most texts (12 px). No common monospaced font is wider. */
export const COLUMN = 7.3;
/** The same for small texts (11 px). */
export const SMALL = 6.7;
/** From one line of text to the next. */
export const LINE = 17;
/** The same for a title (14 px, bold). */
export const TITLE = 8.6;
/** Around the text of a block. */
export const PAD = 9;
/** Above and below the text of a block, and the base line of its first line. */
export const INSET = 6;
export const FIRST = 18.5;
/** Between two blocks, one below the other. */
export const GAP = 9;
/** More than that where another task is preferred. */
export const SWITCH = 9;
/** Around the whole. */
export const MARGIN = 16;
/** Of a mark before an access. */
export const MARK = 16;
/** Of a gutter between lanes without lines in it, and of each line. */
export const GUTTER = 14;
export const TRACK = 9;
/** Below the last step, where tasks wait for ever. */
export const WAITING = 30;
/** Of a lane around its blocks. */
export const BORDER = 5;
