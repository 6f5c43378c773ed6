import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';

export function Mistyped({ says }: { says: string }) {
  const { t } = useWords();
  return (
    <>
      <Pictogram name="attention" gives={4} />
      <strong data-gives="3">{says}</strong>
      <strong data-instead="3">{t('keys.check')}</strong>
    </>
  );
}
