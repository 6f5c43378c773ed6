/** The members of an office's profile that say how private a visit is. */
export interface ServicePrivacy {
  readonly services: readonly { readonly serviceId: string; readonly sensitive: boolean }[];
}

/**
 * Whether turns of this service stay with its holder and the staff. A service that the profile does not know counts as sensitive. Whether the whole
 * office is sensitive is another question: everybody in its waiting room has come for the same, so it calls its numbers, without a service's name.
 */
export const isSensitiveService = ({ services }: ServicePrivacy, serviceId: string): boolean =>
  services.find((service) => service.serviceId === serviceId)?.sensitive !== false;
