/** What was asked for can't be run. The message names the thing, the cause and the remedy; nothing was run. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
