/** A schedule as the explorer tells it, as it is drawn: with places in the source that is shown. */
import type { Site, Timeline, TimelineStep } from '../../runtime/src/testing/index.ts';
import type { Picture, PictureStep, Place } from '../protocol/runner.ts';

/** Where a frame stands in the sources to show; `undefined` for code that is none of them. */
export type PlaceOf = (site: Site) => Place | undefined;

export function pictureOf({ lanes, opening, watched, steps, failure }: Timeline, placeOf: PlaceOf): Picture {
  return {
    lanes,
    opening,
    watched,
    steps: steps.map((step, at) => stepOf(step, steps.slice(at + 1), placeOf)),
    failure: failure && {
      kind: failure.kind,
      message: failure.message,
      ...placed(innermost(failure.sites, placeOf)),
      ...(failure.waiting && { waiting: failure.waiting }),
    },
  };
}

function stepOf(step: TimelineStep, later: readonly TimelineStep[], placeOf: PlaceOf): PictureStep {
  const { sites, accesses, ...told } = step;
  // Where a task begins no code of the program waits yet: it begins at its outermost call.
  const next = later.find(({ task }) => task === step.task);
  const place =
    innermost(sites, placeOf) ??
    innermost([...(next?.sites ?? [])].reverse(), placeOf) ??
    // It never waits: what it looks at first stands for it.
    innermost([...(accesses.find((access) => access.task === undefined)?.sites ?? [])].reverse(), placeOf);
  return {
    ...told,
    ...placed(place),
    accesses: accesses.map(({ sites, ...access }) => ({ ...access, ...placed(innermost(sites, placeOf)) })),
  };
}

function innermost(sites: readonly Site[], placeOf: PlaceOf): Place | undefined {
  for (const site of sites) {
    const place = placeOf(site);
    if (place) return place;
  }
  return undefined;
}

function placed(place: Place | undefined): { readonly place?: Place } {
  return place ? { place } : {};
}
