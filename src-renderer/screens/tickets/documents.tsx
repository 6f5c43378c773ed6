import { Inside } from '../../components/frames.tsx';
import { Row } from '../../components/row.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { wordsOf } from './documents-button.tsx';

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
