import { Inside } from '../../components/frames.tsx';
import { Row } from '../../components/row.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

export function BookErrandScreen({ state, view }: ScreenProps<'book-errand'>) {
  const { t } = useWords();
  const session = useSession();
  return (
    <Inside state={state} title={t('book.errand')} lead={<p class="lead">{t('book.errandLead')}</p>}>
      <ul class="rows" aria-label={t('services.list')} data-count={view.choices.length}>
        {view.choices.map(({ serviceId, name, pictogram }) => (
          <Row
            key={serviceId}
            pictogram={pictogram}
            gives={4}
            name={name}
            onTouch={() => session.chooseErrand({ serviceId })}
          />
        ))}
      </ul>
    </Inside>
  );
}
