import { Pictogram } from '../../components/pictogram.tsx';

export function OfficeCard({ name, address }: { name: string; address: string }) {
  return (
    <div class="other-office" data-whole>
      <Pictogram name="place" />
      <p>
        <strong class="line">{name}</strong>
        <span class="line">{address}</span>
      </p>
    </div>
  );
}
