export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  description?: string;
}

export type Schemas = Readonly<Record<string, JsonSchema>>;

export interface Media {
  schema?: JsonSchema;
  example?: unknown;
  examples?: Record<string, { value: { title: string } }>;
}
export interface DescribedParameter {
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
}
export interface Described {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, unknown>[];
  parameters?: (DescribedParameter | { $ref: string })[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}

export interface ApiDocument {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Schemas; parameters: Record<string, DescribedParameter> };
}

export const nameOfRef = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

export const parametersOf = ({ parameters = [] }: Described, { components }: ApiDocument): DescribedParameter[] =>
  parameters.flatMap((one) => ('$ref' in one ? (components.parameters[nameOfRef(one.$ref)] ?? []) : one));
