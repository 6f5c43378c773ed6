import { useState } from 'preact/hooks';
import { type Language, WORKING_LANGUAGES } from '../../config/languages.ts';
import { formatTime } from '../../config/locales/dates.ts';
import { createTranslator } from '../../config/locales/index.ts';
import type { HallCall } from '../../src-main/calling/contract/hall.ts';
import { Pictogram } from '../components/pictogram.tsx';
import { Roof } from '../components/teeth.tsx';
import { type Board, isStale, largeCall, listed, standsOut } from './board.ts';

type Notice = 'nobody' | 'stale';

export interface HallProps {
  board: Board;
  nowMs: number;
  /** The pairing code, which a technician touches in the kiosk's list; `null`: the page is paired, or has no code yet. */
  code: string | null;
  isSilent: boolean;
}

/** Number of calls below the large one, at a size that is readable from ten metres. */
const LISTED = 3;

const words = createTranslator('ca', 'screen');

export function Hall({ board, nowMs, code, isSilent }: HallProps) {
  const isKnown = code === null && board.heard !== null && !isStale(board, nowMs);
  return (
    <div class="hall">
      <main class="hall-main">
        <Content board={board} nowMs={nowMs} code={code} />
      </main>
      <footer class="hall-foot">
        <Roof />
        <div class="hall-office">
          <h1>{board.officeName ?? 'Torn'}</h1>
          {isKnown && board.openUntil !== null && (
            <p>{words('idle.openUntil', { time: formatTime('ca', board.openUntil) })}</p>
          )}
        </div>
        {isSilent && <p class="hall-silent">{words('hall.silent')}</p>}
        {isKnown && board.time !== null && <p class="hall-clock">{formatTime('ca', board.time)}</p>}
      </footer>
    </div>
  );
}

function Content({ board, nowMs, code }: Omit<HallProps, 'isSilent'>) {
  if (code !== null) return <Code code={code} />;
  if (isStale(board, nowMs)) return <Said notice="stale" />;
  if (board.heard === null) return null;
  const large = largeCall(board, nowMs);
  const others = listed(board, large, LISTED);
  return (
    <>
      {large === null ? <Quiet board={board} /> : <Now call={large} isNew={standsOut(board, large)} />}
      {(large !== null || others.length > 0) && (
        <section class="hall-before" aria-labelledby="hall-before">
          <h2 id="hall-before">{words(large === null ? 'hall.last' : 'hall.before')}</h2>
          <ol>
            {others.map((call) => (
              <Before key={call.number} call={call} isNew={standsOut(board, call)} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

/** `HALL_PICTURE_PATH` of the contract, repeated because the page imports only types. */
const PICTURE = '/api/hall/picture';
const OTHERS = WORKING_LANGUAGES.filter((language) => language !== 'ca');

function CityPicture({ id, text }: NonNullable<Board['picture']>) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <p class="hall-title">{text.ca}</p>;
  return <img src={`${PICTURE}?id=${encodeURIComponent(id)}`} alt={text.ca} onError={() => setBroken(true)} />;
}

function Quiet({ board: { message, picture } }: Pick<HallProps, 'board'>) {
  if (picture !== null)
    return (
      <section class="hall-quiet hall-picture" role="status" lang="ca">
        <CityPicture key={picture.id} {...picture} />
      </section>
    );
  if (message === null) return <Said notice="nobody" />;
  const { title, text, pictogram } = message;
  const others = OTHERS.flatMap((language) => {
    const own = [title[language], text?.[language]].filter((words) => words !== undefined);
    return own.length === 0 ? [] : [{ language, own }];
  });
  return (
    <section class="hall-quiet" role="status" lang="ca" data-languages={1 + others.length}>
      <div>
        <p class="hall-title">{title.ca}</p>
        {text !== undefined && <p>{text.ca}</p>}
        {others.map(({ language, own }) => (
          <p class="hall-other" lang={language} key={language}>
            {own.map((words, no) => (
              <span key={words} data-first={no === 0 && title[language] !== undefined}>
                {words}{' '}
              </span>
            ))}
          </p>
        ))}
      </div>
      {pictogram !== undefined && (
        <div class="hall-arch">
          <Pictogram name={pictogram} />
        </div>
      )}
    </section>
  );
}

function Said({ notice }: { notice: Notice }) {
  return (
    <div class="hall-said" role="status" data-notice={notice}>
      {WORKING_LANGUAGES.map((language: Language) => (
        <p key={language} lang={language}>
          {createTranslator(language, 'screen')(`hall.${notice}`)}
        </p>
      ))}
    </div>
  );
}

function Code({ code }: { code: string }) {
  return (
    <div class="hall-said">
      <p>{words('hall.code')}</p>
      <p class="hall-code">{code}</p>
    </div>
  );
}

const Arrow = () => (
  <svg class="hall-arrow" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M4 16h22M17 6l10 10-10 10" />
  </svg>
);

function Now({ call, isNew }: { call: HallCall; isNew: boolean }) {
  const { catalan, own } = deskNames(call);
  const fit = fitOf(call.number, catalan);
  return (
    <section class="hall-now" role="status" data-new={isNew} data-fit={fit} key={call.id}>
      <p class="hall-number" data-long={call.number.length > 4}>
        {call.number}
      </p>
      <Arrow />
      <p class="hall-desk" lang="ca">
        {catalan}
        {own !== null && (
          <span class="hall-own" lang={call.language} dir="auto">
            {own}
          </span>
        )}
      </p>
      {call.isRecall && <p class="hall-again">{words('hall.again')}</p>}
    </section>
  );
}

function Before({ call, isNew }: { call: HallCall; isNew: boolean }) {
  const { catalan } = deskNames(call);
  return (
    <li data-fit={fitOf(call.number, catalan)} data-new={isNew}>
      <span class="hall-number">{call.number}</span>
      <Arrow />
      <span class="hall-desk" lang="ca">
        {catalan}
      </span>
    </li>
  );
}

function deskNames({ desk, language }: HallCall): { catalan: string; own: string | null } {
  const own = desk[language];
  return { catalan: desk.ca, own: own === undefined || own === desk.ca ? null : own };
}

/**
 * Largest number of letters with which a desk's name fits beside a short number: in its longest word (`word`) and in the whole name
 * (`all`).
 */
const BESIDE = { word: 7, all: 14 };
const SHORT_NUMBER = 4;

/**
 * The layout of a call on a wide screen. `beside`: the desk is right of the number. `under`: the desk is on one line below the number.
 * `small`: the desk needs more than one line. In the list the layout only decides the type size. Letters are counted instead of measured,
 * so that nothing moves while a font loads.
 */
function fitOf(number: string, desk: string): 'beside' | 'under' | 'small' {
  const longest = Math.max(...desk.split(/\s+/).map((word) => word.length));
  if (number.length <= SHORT_NUMBER && longest <= BESIDE.word && desk.length <= BESIDE.all) return 'beside';
  return desk.length <= 18 ? 'under' : 'small';
}
