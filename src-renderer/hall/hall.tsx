import { createTranslator } from '../../config/locales/index.ts';
import type { HallCall } from '../../src-main/contract/hub/hall.ts';
import { type Language, WORKING_LANGUAGES } from '../../src-main/domain/languages.ts';
import { type Board, isStale, listed } from './board.ts';
import { deskNames, fitOf } from './desk-words.ts';

type Notice = 'nobody' | 'stale';

export interface HallProps {
  board: Board;
  nowMs: number;
  /** Where the page is not paired: what somebody types at the kiosk. */
  code: string | null;
  /** Nothing can be heard yet. */
  isSilent: boolean;
}

/** Under the large call there is room for so many. */
const LISTED = 3;

const words = createTranslator('ca', 'screen');

/** Everything that is on a hall's screen. Whatever is not known to hold is not shown. */
export function Hall({ board, nowMs, code, isSilent }: HallProps) {
  return (
    <div class="hall">
      <header class="hall-head">
        <h1>{board.officeName ?? 'Torn'}</h1>
        {isSilent && <p class="hall-silent">{words('hall.silent')}</p>}
      </header>
      <main class="hall-main">
        <Content board={board} nowMs={nowMs} code={code} />
      </main>
    </div>
  );
}

function Content({ board, nowMs, code }: Omit<HallProps, 'isSilent'>) {
  if (code !== null) return <Code code={code} />;
  if (isStale(board, nowMs)) return <Said notice="stale" />;
  if (board.shown === null) return board.heard === null ? null : <Said notice="nobody" />;
  return (
    <>
      <Now call={board.shown.call} isNew={!board.shown.isSaid} />
      <ol class="hall-before" aria-label={words('hall.before')}>
        {listed(board, LISTED).map((call) => (
          <Before key={call.number} call={call} />
        ))}
      </ol>
    </>
  );
}

/** The same in each language that everything is said in. */
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

function Before({ call }: { call: HallCall }) {
  const { catalan } = deskNames(call);
  return (
    <li data-fit={fitOf(call.number, catalan)}>
      <span class="hall-number">{call.number}</span>
      <Arrow />
      <span class="hall-desk" lang="ca">
        {catalan}
      </span>
    </li>
  );
}
