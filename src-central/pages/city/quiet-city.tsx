import { archPath } from '../../../src-renderer/components/arch.tsx';
import type { CityLines } from '../../trouble/rules.ts';
import { usePage } from '../page-context.ts';
import { useNow } from '../parts/data-age.tsx';
import { MarkArch } from '../parts/mark.tsx';
import { sinceWhen } from '../times.ts';
import { placeOf } from './trouble-words.ts';

const LINES = [0, 30, 60].map((inset) =>
  archPath({ x: inset, y: inset * 1.1, width: 560 - 2 * inset, height: 500 - inset * 1.1 }),
);

/**
 * The page while no kiosk needs a visit: how many kiosks are well, before three arches as decoration. Below it is a line for each silent
 * kiosk, or for each office whose kiosks are all silent; these do not count as well.
 */
export function QuietCity({ city: { counts, unknown } }: { city: CityLines }) {
  const page = usePage();
  const { t, language } = page;
  const nowMs = useNow();
  return (
    <>
      <section class="quiet">
        <svg class="quiet-lines" viewBox="-2 -2 564 504" aria-hidden="true" focusable="false">
          {LINES.map((line) => (
            <path key={line} d={line} />
          ))}
        </svg>
        <div class="quiet-words">
          <MarkArch kind={counts.well > 0 ? 'well' : 'unknown'} />
          {counts.well > 0 ? (
            <>
              <h2>{t(counts.unknown > 0 ? 'city.knownWell' : 'city.allWell', { count: counts.well })}</h2>
              <p>{t('city.wellLead')}</p>
            </>
          ) : null}
          <p>
            <a class="button" href="/kiosks">
              {t('nav.kiosks')}
            </a>
          </p>
        </div>
      </section>
      {unknown.map((line) => (
        <p key={line.kiosks[0]?.kioskId} class="summary">
          <MarkArch kind="unknown" />
          <span>
            <strong>{t('city.unknown', { place: placeOf(line, page) })}</strong>{' '}
            {t('city.unknownSince', { time: sinceWhen(line.trouble.since, language, nowMs) })}
          </span>
        </p>
      ))}
    </>
  );
}
