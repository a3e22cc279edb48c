import type { Clip } from '../types.ts';

/** What a file's place and name say of its clip. */
export interface NamedClip extends Omit<Clip, 'id' | 'path'> {
  /** Names the recording within its corpus, so that a second copy of it is noticed wherever it lies. */
  recording: string;
}

/** A file that follows the rule and yet is left out, and why. */
export interface LeftOut {
  reason: string;
}

/** How a corpus names its files: one of these for each corpus, listed in rules.ts. */
export interface NamingRule<Kind extends string = string> {
  /** The corpus's name, and what the option `kind` calls it. */
  kind: Kind;
  /** A file as the rule names it, for messages. */
  example: string;
  /** Under what terms its makers give the corpus away; missing where we are not sure. */
  licence?: string;
  /** Who made it, where and when they told of it, and where it is; missing where it is the user's own. */
  citation?: string;
  /** The folder that holds the recordings; where a corpus has it, audio elsewhere is another rendering of them. */
  folder?: string;
  /** Reads a path below the corpus folder, its parts separated by `/`; undefined if it doesn't follow the rule. */
  parse(file: string): NamedClip | LeftOut | undefined;
  /** Adds what the corpus keeps in files of their own, such as its speakers' age. */
  complete?(clips: Clip[], root: string): Promise<void>;
}

/** The file's name without folders and extension. */
export function stem(file: string): string {
  return withoutExtension(file.slice(file.lastIndexOf('/') + 1));
}

export function withoutExtension(file: string): string {
  return file.replace(/\.[^./]+$/, '');
}

/** The named groups of `pattern` in `text`, none of which may be optional; undefined if it doesn't match. */
export function groups<Name extends string>(pattern: RegExp, text: string): Record<Name, string> | undefined {
  return pattern.exec(text)?.groups as Record<Name, string> | undefined;
}
