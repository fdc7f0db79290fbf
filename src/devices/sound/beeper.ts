/** The sounds of the counter. They say again what the screen says, never something that only they say. */
export interface Beeper {
  /** A scan became a line. */
  good: () => void;
  /** A scan became a red row, or something was refused. */
  bad: () => void;
}

/**
 * Makes sounds with the browser's own synthesiser. Browsers keep silent until the first touch or key; nothing is lost
 * by that, for every sound has its twin on the screen.
 */
export function createBeeper(isOn: () => boolean): Beeper {
  let context: AudioContext | null = null;

  const play = (tones: readonly { hertz: number; from: number; seconds: number }[], shape: OscillatorType) => {
    if (!isOn() || typeof AudioContext === 'undefined') {
      return;
    }
    context ??= new AudioContext();
    const sounding = context;
    void sounding.resume();
    for (const tone of tones) {
      const start = sounding.currentTime + tone.from;
      const oscillator = new OscillatorNode(sounding, { type: shape, frequency: tone.hertz });
      const gain = new GainNode(sounding, { gain: 0 });
      // A short rise and fall, or the loudspeaker clicks.
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.16, start + 0.006);
      gain.gain.setValueAtTime(0.16, start + tone.seconds - 0.02);
      gain.gain.linearRampToValueAtTime(0, start + tone.seconds);
      oscillator.connect(gain).connect(sounding.destination);
      oscillator.start(start);
      oscillator.stop(start + tone.seconds);
    }
  };

  return {
    good: () => {
      play([{ hertz: 1760, from: 0, seconds: 0.07 }], 'sine');
    },
    bad: () => {
      play(
        [
          { hertz: 220, from: 0, seconds: 0.16 },
          { hertz: 165, from: 0.18, seconds: 0.24 },
        ],
        'square',
      );
    },
  };
}
