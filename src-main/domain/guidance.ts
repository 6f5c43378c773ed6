/** What a profile may say of a service beside its name. */
interface NamedService<Name> {
  readonly name: Name;
  readonly ticketName?: Name | undefined;
  readonly guidance?: true | undefined;
}

/** Whoever does not know what they need finds it first, wherever the profile lists it; all else keeps its order. */
export const guidanceFirst = <S extends NamedService<unknown>>(services: readonly S[]): S[] => [
  ...services.filter(({ guidance }) => guidance === true),
  ...services.filter(({ guidance }) => guidance !== true),
];

/** What a turn of the service is called: on the screen, on the ticket and where it is served. */
export const ticketNameOf = <Name>({ ticketName, name }: NamedService<Name>): Name => ticketName ?? name;
