select revision from catalogue for update;
