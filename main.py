if __name__ == "__main__":
    import gc

    gc.disable()  # until all is loaded: sweeping through what was just imported costs a third of a second

    from game.cli import main

    main()
