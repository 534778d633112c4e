import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A shape of a botocore service model, as far as it is checked. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly flattened?: boolean;
  readonly pattern?: string;
}

/** A reference to a shape, with its name on the wire. */
export interface Member {
  readonly shape: string;
  readonly locationName?: string;
  readonly location?: string;
  readonly flattened?: boolean;
}

/** A service model: `service-2.json`. */
export interface ServiceModel {
  readonly metadata: {
    readonly protocol: string;
    readonly apiVersion: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
    readonly targetPrefix?: string;
  };
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly input?: { readonly shape: string };
        readonly output?: { readonly shape: string; readonly resultWrapper?: string };
      }
    >
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** How an operation pages: `paginators-1.json`. */
export interface Pagination {
  readonly input_token?: string | readonly string[];
  readonly output_token?: string | readonly string[];
  readonly limit_key?: string;
  readonly result_key?: string | readonly string[];
}

/** Reads the model of one service from the folder of descriptions. */
export function readModel(folder: string, service: string) {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, service, file), 'utf8'));
  const model: ServiceModel = read('service-2.json');
  const { pagination }: { pagination: Readonly<Record<string, Pagination>> } =
    read('paginators-1.json');
  return { model, pagination };
}

/** What is wrong with an answer, as paths with reasons. Empty = nothing. */
export function faultsOfAnswer(
  model: ServiceModel,
  action: string,
  body: string,
): readonly string[] {
  const output = model.operations[action]?.output;
  if (output === undefined) return [`${action}: the model has no such operation with an answer`];
  const check = new Check(model);
  if (model.metadata.protocol === 'ec2' || model.metadata.protocol === 'query') {
    const root = parseXml(body);
    if (root.name !== `${action}Response`) return [`${action}: the root is ${root.name}`];
    const held = root.children.filter(
      ({ name }) => !['requestId', 'ResponseMetadata'].includes(name),
    );
    const wrapper = output.resultWrapper;
    const node =
      wrapper === undefined
        ? { ...root, children: held }
        : held.find(({ name }) => name === wrapper);
    if (node === undefined) return [`${action}: there is no ${wrapper}`];
    check.xml({ shape: output.shape }, node, action);
  } else {
    check.json({ shape: output.shape }, JSON.parse(body), action);
  }
  return check.faults;
}

/** What is wrong with parameters by their names in the model. */
export function faultsOfInput(
  model: ServiceModel,
  action: string,
  input: object,
): readonly string[] {
  const shape = model.operations[action]?.input?.shape;
  if (shape === undefined)
    return Object.keys(input).map((name) => `${action}.${name}: no parameters are taken`);
  const check = new Check(model, 'member-name');
  check.json({ shape }, input, action);
  return check.faults;
}

class Check {
  readonly faults: string[] = [];
  readonly #model: ServiceModel;
  readonly #names: 'wire' | 'member-name';

  constructor(model: ServiceModel, names: 'wire' | 'member-name' = 'wire') {
    this.#model = model;
    this.#names = names;
  }

  xml(member: Member, node: XmlNode, path: string): void {
    const shape = this.#shape(member);
    switch (shape.type) {
      case 'structure': {
        const byName = this.#membersByWireName(shape);
        for (const child of node.children) {
          const found = byName.get(child.name);
          if (found === undefined)
            this.faults.push(`${path}: the element ${child.name} is not described`);
          else this.xml(found.member, child, `${path}.${found.name}`);
        }
        const there = new Set(node.children.map(({ name }) => byName.get(name)?.name));
        this.#required(shape, (name) => there.has(name), path);
        return;
      }
      case 'list': {
        const tag = shape.member?.locationName ?? 'member';
        for (const [index, child] of node.children.entries()) {
          if (child.name !== tag)
            this.faults.push(`${path}: a list element is called ${child.name}, not ${tag}`);
          if (shape.member !== undefined) this.xml(shape.member, child, `${path}[${index}]`);
        }
        return;
      }
      default:
        if (node.children.length > 0)
          this.faults.push(`${path}: elements where ${shape.type} belongs`);
        this.#scalar(shape, scalarOf(shape.type, node.text), path);
    }
  }

  json(member: Member, value: unknown, path: string): void {
    const shape = this.#shape(member);
    switch (shape.type) {
      case 'structure': {
        if (!isObject(value)) {
          this.faults.push(`${path}: no object`);
          return;
        }
        const byName = this.#membersByWireName(shape);
        const there = new Set<string>();
        for (const [key, held] of Object.entries(value)) {
          const found = byName.get(key);
          if (found === undefined) this.faults.push(`${path}: the member ${key} is not described`);
          else {
            there.add(found.name);
            this.json(found.member, held, `${path}.${found.name}`);
          }
        }
        this.#required(shape, (name) => there.has(name), path);
        return;
      }
      case 'list':
        if (!Array.isArray(value)) this.faults.push(`${path}: no list`);
        else if (shape.member !== undefined) {
          for (const [index, item] of value.entries())
            this.json(shape.member, item, `${path}[${index}]`);
        }
        return;
      case 'map':
        if (!isObject(value)) this.faults.push(`${path}: no map`);
        else if (shape.value !== undefined) {
          for (const [key, item] of Object.entries(value))
            this.json(shape.value, item, `${path}.${key}`);
        }
        return;
      default:
        this.#scalar(shape, value, path);
    }
  }

  #shape(member: Member): Shape {
    const shape = this.#model.shapes[member.shape];
    if (shape === undefined) throw new Error(`the model has no shape ${member.shape}`);
    return shape;
  }

  #membersByWireName(shape: Shape) {
    const byName = new Map<string, { readonly name: string; readonly member: Member }>();
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      byName.set(this.#names === 'wire' ? (member.locationName ?? name) : name, { name, member });
    }
    return byName;
  }

  #required(shape: Shape, isThere: (name: string) => boolean, path: string): void {
    for (const name of shape.required ?? []) {
      if (!isThere(name)) this.faults.push(`${path}: ${name} is required`);
    }
  }

  #scalar(shape: Shape, value: unknown, path: string): void {
    const wanted = TYPES[shape.type];
    if (wanted === undefined) throw new Error(`the type ${shape.type} is not checked`);
    if (typeof value !== wanted) {
      this.faults.push(`${path}: ${JSON.stringify(value)} is no ${shape.type}`);
      return;
    }
    if (shape.enum !== undefined && !shape.enum.includes(String(value))) {
      this.faults.push(`${path}: ${String(value)} is none of ${shape.enum.join(', ')}`);
    }
    const size = typeof value === 'number' ? value : String(value).length;
    const isSized = shape.type !== 'boolean' && shape.type !== 'timestamp';
    if (isSized && shape.max !== undefined && size > shape.max)
      this.faults.push(`${path}: more than ${shape.max}`);
    if (isSized && shape.min !== undefined && size < shape.min)
      this.faults.push(`${path}: less than ${shape.min}`);
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  character: 'string',
  boolean: 'boolean',
  integer: 'number',
  long: 'number',
  double: 'number',
  float: 'number',
  timestamp: 'number',
};

function scalarOf(type: string, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (['integer', 'long', 'double', 'float'].includes(type))
    return /^-?[\d.]+$/.test(text) ? Number(text) : text;
  if (type === 'timestamp') return Date.parse(text);
  return text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An XML element: enough of XML for what AWS answers (no mixed content, no comments). */
export interface XmlNode {
  readonly name: string;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

/** Reads one XML document. Throws where tags do not match. */
export function parseXml(document: string): XmlNode {
  const body = document.replace(/^<\?xml[^>]*\?>\s*/, '');
  const tokens = body.matchAll(/<(\/?)([\w:.-]+)[^>]*?(\/?)>|([^<]+)/g);
  const open: { name: string; children: XmlNode[]; text: string }[] = [
    { name: '', children: [], text: '' },
  ];
  for (const [, closing, name = '', empty, text] of tokens) {
    const top = open.at(-1);
    if (top === undefined) throw new Error('the XML closes more than it opens');
    if (text !== undefined) top.text += unescapeXml(text);
    else if (closing === '/') {
      if (top.name !== name) throw new Error(`${name} closes ${top.name}`);
      open.pop();
      open.at(-1)?.children.push(top);
    } else if (empty === '/') top.children.push({ name, children: [], text: '' });
    else open.push({ name, children: [], text: '' });
  }
  const root = open[0]?.children[0];
  if (open.length !== 1 || root === undefined) throw new Error('the XML is not whole');
  return root;
}

function unescapeXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
