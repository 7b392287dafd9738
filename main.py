import gc

gc.disable()  # until all is loaded: sweeping through what was just imported costs a third of a second

from game.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
