// What changed of pieces of the page comes in one message (parts/live/post.py); each puts its own in place.
globalThis.kansPost = (() => {
  const pieces = new Map(), listening = new WeakSet() // model → what of it changes → who puts it in place
  const entries = (values) => values instanceof Map ? [...values] : Object.entries(values)

  function deliver(message) {
    for (const [id, changes] of entries(message)) {
      const piece = pieces.get(id)
      if (!piece) continue
      for (const [what, changed] of entries(changes)) {
        const held = piece.model[what] // as the server has it: a piece that is drawn again finds it there
        for (const [name, now] of entries(changed)) held instanceof Map ? held.set(name, now) : held[name] = now
        piece.puts[what]?.(changed)
      }
    }
  }

  return {
    take(model, puts) {
      pieces.set(model.id, { model, puts })
      for (const page of Bokeh.documents) {
        if (listening.has(page)) continue
        listening.add(page)
        page.on_message("kans_post", deliver)
      }
    },
    drop(model, puts) { if (pieces.get(model.id)?.puts === puts) pieces.delete(model.id) },
  }
})()
