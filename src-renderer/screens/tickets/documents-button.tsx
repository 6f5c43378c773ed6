import type { SlipState } from '../../../src-main/tickets/contract/ticket.ts';
import { Button } from '../../components/button.tsx';
import { Note } from '../../components/steps.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';

/** Prints a service's list of documents; "Help" offers it too. After the touch the button shows the progress of the print. */
export function DocumentsButton({ paper, onTouch }: { paper: SlipState | null; onTouch: () => void }) {
  const { t } = useWords();
  const where = useSlotWords();
  if (paper === null) return <Button pictogram="list" text={t('documents.print')} onTouch={onTouch} gives={8} />;
  return <Note pictogram="list" strong={t(wordsOf(paper), { where })} />;
}

export const wordsOf = (paper: SlipState) =>
  paper === 'coming' || paper === 'out' ? (`documents.${paper}` as const) : 'documents.failed';
