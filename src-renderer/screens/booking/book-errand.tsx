import { Arch } from '../../components/arch.tsx';
import { Inside } from '../../components/frames.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/** The services that may be booked for another day. */
export function BookErrandScreen({ state, view }: ScreenProps<'book-errand'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Inside state={state} title={t('book.errand')} lead={<p class="lead">{t('book.errandLead')}</p>}>
      <ul class="rows" aria-label={t('services.list')} data-count={view.choices.length}>
        {view.choices.map(({ serviceId, name, pictogram }) => (
          <li key={serviceId}>
            <button type="button" class="row" onClick={() => session.chooseErrand({ serviceId })}>
              <Arch class="row-arch" gives={4}>
                <Pictogram name={pictogram} />
              </Arch>
              <span class="row-words">
                <span class="row-name">{name}</span>
              </span>
              <span class="row-end">
                <Pictogram name="enter" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Inside>
  );
}
