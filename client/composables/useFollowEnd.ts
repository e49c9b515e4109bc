import { nextTick, ref, watch, type Ref } from 'vue'

const NEAR_PX = 24

/** Keeps a scrolling box at its end while the reader is there; else counts what came since. Never moves the reader otherwise. */
export const useFollowEnd = (box: Ref<HTMLElement | null>, length: () => number) => {
  const unseen = ref(0)
  let atEnd = true
  const toEnd = () => {
    if (box.value) box.value.scrollTop = box.value.scrollHeight
    unseen.value = 0
  }
  const onScroll = () => {
    if (!box.value) return
    atEnd = box.value.scrollHeight - box.value.scrollTop - box.value.clientHeight < NEAR_PX
    if (atEnd) unseen.value = 0
  }
  watch(length, async (now, before) => {
    if (atEnd) {
      await nextTick()
      toEnd()
    } else unseen.value += Math.max(0, now - before)
  })
  return {
    unseen,
    onScroll,
    toEnd,
    leaveEnd: () => {
      atEnd = false
    },
  }
}
