select revision from catalogue;
