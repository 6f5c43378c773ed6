import { Arch } from '../../components/arch.tsx';
import { useSlotWords } from '../../components/arrow.tsx';
import { Inside } from '../../components/frames.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';
import { wordsOf } from './documents-button.tsx';

/** The documents to bring, for people who only ask; each list prints at a touch. */
export function DocumentsScreen({ state, view }: ScreenProps<'documents'>) {
  const { t } = useWords();
  const session = useSession();
  const where = useSlotWords();
  return (
    <Inside state={state} title={t('documents.title')} lead={<p class="lead">{t('documents.lead')}</p>}>
      <ul class="rows" aria-label={t('documents.list')} data-count={view.choices.length}>
        {view.choices.map(({ serviceId, name, pictogram, paper }) => (
          <li key={serviceId}>
            <button type="button" class="row" onClick={() => session.printDocuments({ serviceId })}>
              <Arch class="row-arch">
                <Pictogram name={pictogram} />
              </Arch>
              <span class="row-words">
                <span class="row-name">{name}</span>
                {paper !== null && <span class="row-subtitle">{t(wordsOf(paper), { where })}</span>}
              </span>
              <span class="row-end">
                <Pictogram name="list" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Inside>
  );
}
