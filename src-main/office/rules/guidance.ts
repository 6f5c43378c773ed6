interface NamedService<Name> {
  readonly name: Name;
  readonly ticketName?: Name | undefined;
  readonly guidance?: true | undefined;
}

/** Moves services that guide citizens to the top, for citizens who do not know what they need; the others keep their sequence. */
export const guidanceFirst = <S extends NamedService<unknown>>(services: readonly S[]): S[] => [
  ...services.filter(({ guidance }) => guidance === true),
  ...services.filter(({ guidance }) => guidance !== true),
];

export const ticketNameOf = <Name>({ ticketName, name }: NamedService<Name>): Name => ticketName ?? name;
