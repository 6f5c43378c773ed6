import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { hoursOn, isOpenAt, type LocalMoment, minuteOf } from '../../../src-main/domain/opening-hours.ts';
import type { Appearance } from '../../../src-main/session/contract/appearance.ts';
import type { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { PaperPreview } from '../../../src-renderer/screens/office/paper-preview.tsx';
import { Section } from '../parts/section.tsx';
import { PREVIEW_PATH } from '../paths.ts';
import { laterOf, timeOf } from './rules.ts';
import type { OpenOffice } from './use-office.tsx';
import { useOfficeWords } from './words.ts';

/** The message to the page in the frame (`pages/preview`), which declares the same form of the message. */
interface Shown {
  appearance: Appearance;
  state: ViewState;
}
const IS_READY = 'torn-preview-ready';
const IS_SHOWN = 'torn-preview-shown';
const WIDTH_PX = 208;
const DAYS = 7;
const AROUND_MINUTES = 20;

const momentText = ({ date, time }: LocalMoment): string => `${date} ${time}`;

/**
 * Returns the moments that the preview offers: shortly before and after each opening and closing of seven days, and noon of a day without
 * openings. The first day is today, or the first day of the profile's version `base` if that is later.
 */
function momentsOf({ profile, base, calendar, now }: OpenOffice): LocalMoment[] {
  const { hours } = profile ?? base.profile;
  const first = laterOf(now.date, base.effectiveFrom);
  return Array.from({ length: DAYS }, (_, at) => addDays(first, at)).flatMap((date) => {
    const edges = hoursOn(hours, calendar, date).ranges.flatMap(({ from, to }) => [minuteOf(from), minuteOf(to)]);
    const minutes =
      edges.length === 0 ? [12 * 60] : edges.flatMap((edge) => [edge - AROUND_MINUTES, edge + AROUND_MINUTES]);
    return [...new Set(minutes)]
      .filter((minute) => minute >= 0 && minute < 24 * 60)
      .sort((a, b) => a - b)
      .map((minute) => ({ date, time: timeOf(minute) }));
  });
}

/**
 * Returns the first moment at which the office is open in the draft and closed in `base`, or the reverse. If there is no such moment,
 * returns the first moment of the list.
 */
function firstMoment(
  { profile, base, calendar }: OpenOffice,
  moments: readonly LocalMoment[],
): LocalMoment | undefined {
  const after = profile?.hours ?? base.profile.hours;
  return (
    moments.find((at) => isOpenAt(base.profile.hours, calendar, at) !== isOpenAt(after, calendar, at)) ?? moments[0]
  );
}

type Preview = typeof import('./preview-state.ts');

export function Preview({ office }: { office: OpenOffice }) {
  const { t, date, time } = useOfficeWords();
  const { profile, base, calendar } = office;
  const [preview, setPreview] = useState<Preview | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => void import('./preview-state.ts').then(setPreview), []);
  const shown = profile ?? base.profile;
  const stateWords = (view: ViewState['view']): string => {
    if (view.screen === 'idle')
      return view.openUntil === null
        ? t('list.open')
        : `${t('list.open')} ${t('list.until', { time: time(view.openUntil) })}`;
    if (view.screen !== 'closed' || view.reopens === null) return t('list.closed');
    const { date: day, time: hour } = view.reopens;
    return `${t('list.closed')} ${t('list.opens', { day: date(day, 'long'), time: time(hour) })}`;
  };
  const moments = useMemo(() => momentsOf(office), [shown, calendar]);
  const at = moments.find((moment) => momentText(moment) === chosen) ?? firstMoment(office, moments);
  return (
    <Section id="preview-title" class="preview" title={t('preview.title')}>
      {at === undefined ? null : (
        <>
          <label class="preview-when">
            <span>{t('preview.when')}</span>
            <select value={momentText(at)} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
              {moments.map((moment) => (
                <option key={momentText(moment)} value={momentText(moment)}>
                  {`${date(moment.date, 'long')}, ${time(moment.time)}`}
                </option>
              ))}
            </select>
          </label>
          {preview === null ? (
            <p class="note" data-waits>
              {t('preview.loading')}
            </p>
          ) : (
            <div class="preview-both">
              <figure>
                <Screen
                  panel={preview.PANEL}
                  shown={{
                    appearance: preview.appearanceOf(shown),
                    state: preview.facadeAt(shown, calendar, at),
                  }}
                  title={t('preview.screen', { time: time(at.time) })}
                  says={stateWords(preview.facadeAt(shown, calendar, at).view)}
                />
                <figcaption>{t('preview.screen', { time: time(at.time) })}</figcaption>
              </figure>
              <Ticket preview={preview} office={shown} at={at} />
            </div>
          )}
          {profile === null ? <p class="field-fault">{t('preview.invalid')}</p> : null}
        </>
      )}
    </Section>
  );
}

function Ticket({ preview, office, at }: { preview: Preview; office: OpenOffice['base']['profile']; at: LocalMoment }) {
  const { t } = useOfficeWords();
  const paper = useMemo(() => preview.paperOf(office, at), [preview, office, at.date, at.time]);
  return (
    <figure>
      {paper === null ? (
        <p>{t('preview.noTicket')}</p>
      ) : (
        <div class="preview-paper">
          <PaperPreview key={JSON.stringify(paper)} paper={paper} label={t('preview.ticket')} />
        </div>
      )}
      <figcaption>{t('preview.ticket')}</figcaption>
    </figure>
  );
}

function Screen({ panel, shown, title, says }: { panel: Preview['PANEL']; shown: Shown; title: string; says: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return;
      if (data === IS_READY) setReady(true);
      if (data === IS_SHOWN) setShown(true);
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);
  const key = JSON.stringify({ ...shown, state: { ...shown.state, sessionId: '' } });
  useEffect(() => {
    if (isReady) frame.current?.contentWindow?.postMessage(shown, location.origin);
  }, [isReady, key]);
  const scale = WIDTH_PX / panel.widthPx;
  return (
    <div
      class="preview-screen"
      role="img"
      aria-label={`${title}: ${says}`}
      data-waits={!isShown || undefined}
      style={{ width: `${WIDTH_PX}px`, height: `${panel.heightPx * scale}px` }}
    >
      <iframe
        ref={frame}
        src={PREVIEW_PATH}
        title={title}
        aria-hidden="true"
        inert
        tabIndex={-1}
        style={{ width: `${panel.widthPx}px`, height: `${panel.heightPx}px`, transform: `scale(${scale})` }}
      />
    </div>
  );
}
