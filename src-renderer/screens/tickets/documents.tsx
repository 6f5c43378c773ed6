import type { SlipState } from '../../../src-main/tickets/contract/ticket.ts';
import { Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { Row } from '../../components/row.tsx';
import { Note } from '../../components/steps.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

export function DocumentsScreen({ state, view }: ScreenProps<'documents'>) {
  const { t } = useWords();
  const session = useSession();
  const where = useSlotWords();
  return (
    <Inside state={state} title={t('documents.title')} lead={<p class="lead">{t('documents.lead')}</p>}>
      <ul class="rows" aria-label={t('documents.list')} data-count={view.choices.length}>
        {view.choices.map(({ serviceId, name, pictogram, paper }) => (
          <Row
            key={serviceId}
            pictogram={pictogram}
            name={name}
            subtitle={paper === null ? null : t(wordsOf(paper), { where })}
            end="list"
            onTouch={() => session.printDocuments({ serviceId })}
          />
        ))}
      </ul>
    </Inside>
  );
}

/** Prints a service's list of documents; "Help" offers it too. After the touch the button shows the progress of the print. */
export function DocumentsButton({ paper, onTouch }: { paper: SlipState | null; onTouch: () => void }) {
  const { t } = useWords();
  const where = useSlotWords();
  if (paper === null) return <Button pictogram="list" text={t('documents.print')} onTouch={onTouch} gives={8} />;
  return <Note pictogram="list" strong={t(wordsOf(paper), { where })} />;
}

const wordsOf = (paper: SlipState) =>
  paper === 'coming' || paper === 'out' ? (`documents.${paper}` as const) : 'documents.failed';
