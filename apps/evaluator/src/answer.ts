/** What the model says of one recording, or of one window of a stream. */
export interface Answer {
  file: string;
  label: string;
  /** In the order of the model's labels. */
  probabilities: ArrayLike<number>;
  /** Length of a recording, in seconds. */
  seconds?: number;
  /** Of a window, in seconds from the beginning. */
  span?: Span;
  /** Of a recording that was heard window by window. */
  windows?: readonly (Pick<Answer, 'label' | 'probabilities'> & { span: Span })[];
}

export interface Span {
  start: number;
  end: number;
}

/** A recording that could not be judged, and why. */
export interface Failure {
  file: string;
  error: string;
}

/** Writes answers for people or for programs. */
export interface AnswerWriter {
  write(answer: Answer | Failure): void;
}
