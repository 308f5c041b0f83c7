/**
 * A request whose body is there at once. Reading a native body takes tasks in Chromium and none in Node, and two
 * processes would then interleave differently.
 */
class SimulatedRequest extends Request {
  readonly #body: string

  constructor(url: string, init: RequestInit, body: string) {
    super(url, init)
    this.#body = body
  }

  override text(): Promise<string> {
    return Promise.resolve(this.#body)
  }

  override json(): Promise<unknown> {
    return new Promise((resolve) => resolve(JSON.parse(this.#body)))
  }
}

/** A request to the shop. */
export function createRequest(
  method: 'GET' | 'POST',
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Request {
  return new SimulatedRequest(`https://shop.example${path}`, { method, headers: { ...headers } }, body)
}
