import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { ResultPicture } from '../../components/result-picture.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/** The text size, in per cent, from which the five rating faces may need two pages. */
const LARGE_LETTERS = 150;
/** Good and bad ratings alternate, so that no page offers only one kind. */
const TURN_ABOUT = ['great', 'awful', 'good', 'bad', 'fair'] as const;

export function WordScreen({ state, view }: ScreenProps<'word'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Inside
      state={state}
      title={t('word.question')}
      lead={
        <p class="lead" data-gives="1">
          {t('word.note')}
        </p>
      }
    >
      <Actions>
        {(state.access.textSize < LARGE_LETTERS ? view.faces.toReversed() : TURN_ABOUT).map((face) => (
          <Button
            key={face}
            pictogram={`face-${face}`}
            text={t(`word.${face}`)}
            onTouch={() => session.giveWord({ face })}
          />
        ))}
      </Actions>
    </Inside>
  );
}

export function WordThanksScreen({ state }: ScreenProps<'word-thanks'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Inside state={state} title={<span role="status">{t('word.thanks')}</span>}>
      <ResultPicture shows="check" />
      <Actions>
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={session.finish} />
      </Actions>
    </Inside>
  );
}
