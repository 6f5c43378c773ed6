import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { Row } from '../../components/row.tsx';
import { type BoardName, boardsOf, hiddenForm, kindOf, readBoard } from '../../document-board.ts';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { Explained } from './explained.tsx';
import { KeyGrid } from './key-grid.tsx';
import { Mistyped, TypedField } from './typed-field.tsx';

const ALL_KEYS = '1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/**
 * The keys of the keypads with digits: four in a row with the letters X, Y and Z of a NIE beside the digits, three in a row without
 * letters.
 */
const DIGIT_KEYS = { 'dni-nie': '123X456Y789Z0', dni: '1234567890', nie: '123X456Y789Z0' } as const;
/** Time after the last key until the number is hidden: enough to compare it with the card. */
const HIDDEN_AFTER_MS = 4_000;

/** The keypad for document numbers. Only this component keeps the number, until it is sent. */
export function DocumentKeypadScreen({ state, view }: ScreenProps<'document-keypad'>) {
  const boards = boardsOf(view.kinds);
  const [board, setBoard] = useState<BoardName | null>(boards[0] ?? null);
  if (board === null) return <OtherDocument state={state} view={view} boards={boards} onChoose={setBoard} />;
  return (
    <Board
      key={board}
      state={state}
      view={view}
      board={board}
      onOther={boards.length > 1 ? () => setBoard(null) : null}
    />
  );
}

/** Whether the input is hidden from bystanders: by the citizen, or after a pause in typing. */
function useHiddenSoon(typed: string): [boolean, (isHidden: boolean) => void] {
  const [isHidden, setHidden] = useState(false);
  useEffect(() => {
    if (isHidden || typed === '') return;
    const timer = setTimeout(() => setHidden(true), HIDDEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed, isHidden]);
  return [isHidden, setHidden];
}

type BoardProps = ScreenProps<'document-keypad'> & { board: BoardName; onOther: (() => void) | null };

function Board({ state, view, board, onOther }: BoardProps) {
  const { t } = useWords();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [isHidden, setHidden] = useHiddenSoon(typed);
  const [isExplained, setExplained] = useState(false);

  const reading = readBoard(board, typed);
  const { whole, letter } = reading;
  const isWrong = reading.state === 'wrong' || (view.notice !== null && whole !== null && whole === refused);
  const change = (next: string) => {
    setTyped(next);
    setHidden(false);
  };
  const send = () => {
    if (whole === null) return;
    setRefused(whole);
    void session.presentDocument({ kind: kindOf(board, whole), text: whole });
  };
  if (isExplained)
    return (
      <Explained state={state} title={t('documentKeypad.use')} onBack={() => setExplained(false)}>
        {isWrong && <p>{t('documentKeypad.mistyped')}</p>}
        <p>{t('documentKeypad.privacy')}</p>
        {board !== 'passport' && board !== 'nif' && <p>{t('documentKeypad.leadingZeros')}</p>}
      </Explained>
    );
  const isFull = board === 'passport' || board === 'nif';
  return (
    <Inside
      key="keys"
      state={state}
      title={t(`documentKeypad.title.${board}`)}
      shortTitle={t(`documentKeypad.name.${board}`)}
      lead={
        <>
          <p class="lead privacy" data-gives="1">
            <Pictogram name="closed" />
            <span>{t('documentKeypad.privacy')}</span>
          </p>
          <p class="lead privacy" data-instead="1">
            <Pictogram name="closed" gives={4} />
            <span>{t('documentKeypad.kept')}</span>
          </p>
        </>
      }
    >
      <div class="pad" data-together>
        <TypedField
          shown={isHidden ? hiddenForm(board, typed, whole) : typed}
          count={typed.length}
          letter={letter === null ? null : isHidden ? '•' : letter}
          wrong={isWrong}
        >
          {said()}
        </TypedField>
        <KeyGrid
          columns={isFull ? 8 : board === 'dni' ? 3 : 4}
          keys={isFull ? ALL_KEYS : DIGIT_KEYS[board]}
          lit={reading.lit}
          tinted={isFull ? '' : 'XYZ'}
          onType={(character) => change(typed + character)}
          onErase={() => change(typed.slice(0, -1))}
          sight={{ hidden: isHidden, onTouch: () => setHidden(!isHidden) }}
          more={{ about: t('documentKeypad.use'), onTouch: () => setExplained(true) }}
        />
      </div>
      <div class="actions keypad-actions" data-part data-together>
        {onOther !== null && (
          <button type="button" class="button button-secondary" onClick={onOther}>
            <span>{t('documentKeypad.other')}</span>
          </button>
        )}
        <Button
          kind="primary"
          pictogram="ticket"
          text={t('documentKeypad.send')}
          disabled={whole === null}
          onTouch={send}
        />
      </div>
    </Inside>
  );

  function said() {
    if (isWrong) return <Mistyped says={t('documentKeypad.mistyped')} />;
    if (isHidden) return <span data-gives="3">{t('documentKeypad.hidden')}</span>;
    if (letter !== null)
      return (
        <span>
          <strong data-gives="5">{t('documentKeypad.letter', { letter })}</strong> {t('documentKeypad.yours')}
        </span>
      );
    return reading.state === 'few-digits' && <span data-gives="3">{t('documentKeypad.leadingZeros')}</span>;
  }
}

type OtherDocumentProps = ScreenProps<'document-keypad'> & {
  boards: readonly BoardName[];
  onChoose: (board: BoardName) => void;
};

function OtherDocument({ state, boards, onChoose }: OtherDocumentProps) {
  const { t } = useWords();
  return (
    <Inside state={state} title={t('documentKeypad.otherTitle')}>
      <ul class="rows" aria-label={t('documentKeypad.list')} data-count={boards.length}>
        {boards.map((board) => (
          <Row key={board} pictogram="card" name={t(`documentKeypad.name.${board}`)} onTouch={() => onChoose(board)} />
        ))}
      </ul>
    </Inside>
  );
}
