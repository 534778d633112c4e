/** Why a persisted graph could not be read. */
export type GraphReadErrorCode = 'POSTURE_GRAPH_FORMAT' | 'POSTURE_GRAPH_UNREADABLE';

/** A persisted graph that is of another format, or damaged. Read nothing of it rather than half. */
export class GraphReadError extends Error {
  readonly code: GraphReadErrorCode;

  private constructor(code: GraphReadErrorCode, message: string) {
    super(message);
    this.name = 'GraphReadError';
    this.code = code;
  }

  /** The graph was written in a format that this version does not read. */
  static ofFormat(format: number): GraphReadError {
    return new GraphReadError(
      'POSTURE_GRAPH_FORMAT',
      `This graph has format ${format}, which this version cannot read. Make it again from its observations, or read it with the version that wrote it.`,
    );
  }

  /** Something in it is not as the format wants it; the path leads to the place. */
  static at(path: readonly string[], reason: string): GraphReadError {
    const place = path.length === 0 ? 'at the top' : `at ${path.join('.')}`;
    return new GraphReadError(
      'POSTURE_GRAPH_UNREADABLE',
      `This is no readable graph: ${place}, ${reason}. Make it again from its observations.`,
    );
  }
}
