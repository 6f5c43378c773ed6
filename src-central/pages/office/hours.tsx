import { addDays } from '../../../src-main/domain/calendar-day.ts';
import { usePage } from '../page-context.ts';
import { OfficeFrame, pathOf } from './office-frame.tsx';
import { Preview } from './preview.tsx';
import { longSeasons, servicesApart } from './rules.ts';
import { SpecialDays } from './special-days.tsx';
import { type OpenOffice, officePage } from './use-office.tsx';
import { Week } from './week.tsx';
import { useOfficeWords } from './words.ts';

export const HoursPage = officePage(Hours);

function Hours({ office }: { office: OpenOffice }) {
  const { t, list, kiosk } = useOfficeWords();
  const { may } = usePage();
  const { officeId, name, document } = office;
  const isReadOnly = !may('publishProfile', officeId) || office.overtaken !== null;
  const apart = servicesApart(document);
  const seasons = longSeasons(document).map((span) => kiosk.written('span', span));
  return (
    <OfficeFrame office={office} part="hours" title={t('hours.title', { office: name })}>
      <div class="columns">
        <div>
          <Week office={office} isReadOnly={isReadOnly} />
          {seasons.length === 0 ? null : (
            <p class="note">
              {t('hours.seasons', { days: list(seasons) })}{' '}
              <a href={pathOf(officeId, '/fields?at=/hours')}>{t('hours.seasonsLink')}</a>
            </p>
          )}
          {apart.length === 0 ? null : (
            <p class="note">
              {t('hours.apart', { services: list(apart) })}{' '}
              <a href={pathOf(officeId, '/fields?at=/services')}>{t('hours.apartLink')}</a>
            </p>
          )}
          <SpecialDays office={office} isReadOnly={isReadOnly} until={addDays(office.now.date, SHOWN_DAYS)} />
        </div>
        <Preview office={office} />
      </div>
    </OfficeFrame>
  );
}

const SHOWN_DAYS = 120;
