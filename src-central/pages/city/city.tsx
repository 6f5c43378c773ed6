import type { CityOverview } from '../../../src-main/contract/centre/city-overview.ts';
import { archPath } from '../../../src-renderer/components/arch.tsx';
import { type CityLine, type CityLines, type Effect, linesOf } from '../../trouble/rules.ts';
import { PageHead } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { useNow, useWhen } from '../parts/data-age.tsx';
import { OfficeField, SelectField } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { Mark, MarkArch } from '../parts/mark.tsx';
import { useTitle } from '../parts/use-title.ts';
import { WaitingFor } from '../parts/waiting-for.tsx';
import { goTo } from '../router.ts';
import { todayIn } from '../times.ts';
import { addressOf, markOf, placeOf, wordsOfTrouble } from './trouble-words.ts';
import { WaitingNow } from './waiting-now.tsx';

const SECTIONS = ['stops', 'works', 'staff'] as const satisfies readonly Effect[];
const STATES = [...SECTIONS, 'unknown', 'well'] as const;
type State = (typeof STATES)[number];

function answerOf({ counts }: CityLines, { t }: Pick<ReturnType<typeof usePage>, 't'>): string {
  if (counts.visits > 0) return t('city.title', { count: counts.visits });
  return counts.unknown + counts.well > 0 ? t('city.quiet') : t('city.empty');
}

export function CityPage() {
  const page = usePage();
  const { t, language } = page;
  const { body, atMs, fault } = useAsked('readCity', { params: {} });
  const nowMs = useNow();
  const city = body === null ? null : linesOf(body);
  const title = city === null ? t('nav.visits') : answerOf(city, page);
  useTitle(title);
  const order = city !== null && city.visits.length > 0 ? ` · ${t('city.order')}` : '';
  return (
    <>
      <PageHead lead={`${todayIn(language, nowMs)}${order}`} title={title} atMs={atMs} />
      {body === null || city === null ? <WaitingFor fault={fault} /> : <City body={body} city={city} />}
    </>
  );
}

function City({ body, city }: { body: CityOverview; city: CityLines }) {
  const { route } = usePage();
  const office = body.offices.some(({ officeId }) => officeId === route.query.get('office'))
    ? route.query.get('office')
    : null;
  const state = STATES.find((one) => one === route.query.get('state')) ?? null;
  return (
    <div class="columns">
      <div class="column-main">
        {body.kiosks.length === 0 ? null : <Filter body={body} office={office} state={state} />}
        <Lines body={body} city={city} office={office} state={state} />
      </div>
      <WaitingNow offices={body.offices} />
    </div>
  );
}

interface FilterProps {
  body: CityOverview;
  office: string | null;
  state: State | null;
}

/** Puts the chosen filter into the page's address, so that it can be bookmarked and sent. */
function choose(office: string | null, state: State | null): void {
  const query = new URLSearchParams({ ...(office && { office }), ...(state && { state }) }).toString();
  goTo(query === '' ? '/' : `/?${query}`, { replace: true });
}

function Filter({ body, office, state }: FilterProps) {
  const { t } = usePage();
  const stateWord = (one: State): string => (one === 'unknown' || one === 'well' ? t(`mark.${one}`) : t(`city.${one}`));
  return (
    <fieldset class="filter">
      <legend class="unseen">{t('city.filter')}</legend>
      <OfficeField
        offices={body.offices}
        value={office ?? ''}
        all={t('city.everyOffice')}
        onChoose={(chosen) => choose(chosen || null, state)}
      />
      <SelectField
        label={t('city.state')}
        value={state ?? ''}
        options={[['', t('city.everyState')], ...STATES.map((one) => [one, stateWord(one)] as const)]}
        onChoose={(chosen) => choose(office, STATES.find((one) => one === chosen) ?? null)}
      />
    </fieldset>
  );
}

function Lines({ body, city, office, state }: FilterProps & { city: CityLines }) {
  const { t } = usePage();
  const isChosen = (line: CityLine): boolean =>
    (office === null || line.office.officeId === office) && (state === null || line.effect === state);
  const visits = city.visits.filter(isChosen);
  const unknown = city.unknown.filter(isChosen);
  const well = city.well.filter(
    ({ officeId }) => (office === null || officeId === office) && (state === null || state === 'well'),
  );
  if (office === null && state === null && city.visits.length === 0 && body.kiosks.length > 0)
    return (
      <>
        <QuietCity city={city} />
        <Unknown lines={city.unknown} isQuiet />
      </>
    );
  if (visits.length + unknown.length + well.length === 0 && body.kiosks.length > 0)
    return (
      <p>
        {t('city.filtered')} <a href="/">{t('city.unfilter')}</a>
      </p>
    );
  return (
    <>
      {SECTIONS.map((effect) => (
        <Section key={effect} effect={effect} lines={visits.filter((line) => line.effect === effect)} />
      ))}
      {well.length === 0 ? null : (
        <p class="summary">
          <MarkArch kind="well" />
          <a href={`/kiosks?state=well${office === null ? '' : `&office=${encodeURIComponent(office)}`}`}>
            {t('city.well', { count: well.length })}
          </a>
        </p>
      )}
      <Unknown lines={unknown} />
    </>
  );
}

function Section({ effect, lines }: { effect: (typeof SECTIONS)[number]; lines: readonly CityLine[] }) {
  const { t } = usePage();
  if (lines.length === 0) return null;
  return (
    <section class="visits" aria-labelledby={`section-${effect}`}>
      <div class="list-head">
        <h2 id={`section-${effect}`}>{t(`city.${effect}`)}</h2>
        {effect === 'stops' ? <span>{t('city.since')}</span> : null}
      </div>
      <ul>
        {lines.map((line) => (
          <Visit key={line.kiosks[0]?.kioskId} line={line} />
        ))}
      </ul>
    </section>
  );
}

function Visit({ line }: { line: CityLine }) {
  const page = usePage();
  const { t } = page;
  const when = useWhen();
  const { says, repair } = wordsOfTrouble(line.trouble, page, line.kiosks.length > 1);
  const { waiting } = line.office;
  const others = line.others.map((trouble) => wordsOfTrouble(trouble, page).says.replace(/\.$/, '').toLowerCase());
  return (
    <li class="visit">
      <Mark kind={markOf(line.trouble)} />
      <div class="visit-words">
        <h3>
          <a href={addressOf(line)}>{placeOf(line, page)}</a>
        </h3>
        <p class="visit-says">
          {says}
          {waiting !== null && waiting > 0 && line.effect === 'stops'
            ? ` ${t('city.waiting', { count: waiting })}`
            : ''}
        </p>
        {repair === '' ? null : (
          <p class="visit-repair">
            <Icon name="repair" />
            {repair}
          </p>
        )}
        {others.length === 0 ? null : <p class="visit-others">{t('city.also', { list: others.join(', ') })}</p>}
      </div>
      <p class="visit-since">
        {line.trouble.since === null ? null : (
          <>
            <span class="visit-since-word">{t('city.since')} </span>
            {when(line.trouble.since)}
          </>
        )}
      </p>
      <Icon name="enter" />
    </li>
  );
}

/**
 * Writes a line for each silent kiosk, or one line for an office whose kiosks are all silent. Silent kiosks are not counted as working
 * (`counts.well`).
 */
function Unknown({ lines, isQuiet = false }: { lines: readonly CityLine[]; isQuiet?: boolean }) {
  const page = usePage();
  const { t } = page;
  const when = useWhen();
  return (
    <>
      {lines.map((line) => {
        const says = t('city.unknown', { place: placeOf(line, page) });
        return (
          <p key={line.kiosks[0]?.kioskId} class="summary">
            <MarkArch kind="unknown" />
            <span>
              {isQuiet ? <strong>{says}</strong> : <a href={addressOf(line)}>{says}</a>}{' '}
              {t('city.unknownSince', { time: when(line.trouble.since) })}
            </span>
          </p>
        );
      })}
    </>
  );
}

const LINES = [0, 30, 60].map((inset) =>
  archPath({ x: inset, y: inset * 1.1, width: 560 - 2 * inset, height: 500 - inset * 1.1 }),
);

/**
 * The page while no kiosk needs a visit: it shows the number of kiosks without trouble. The three arches behind the number are decoration.
 */
function QuietCity({ city: { counts } }: { city: CityLines }) {
  const { t } = usePage();
  return (
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
  );
}
